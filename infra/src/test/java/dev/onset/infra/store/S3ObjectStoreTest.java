package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.ObjectStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of every store, kept by S3 over an endpoint in this JVM, and what is particular to S3. */
@Tag("unit")
final class S3ObjectStoreTest extends ObjectStoreContract {
    private final TinyS3 s3 = TinyS3.plain();

    @Override
    protected ObjectStore openEmpty() {
        return S3ObjectStore.open(S3Address.parse("s3://onset/a/prefix"), s3.config());
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void storesUnderTwoPrefixesOfOneBucket_doNotSeeEachOther() {
        try (ObjectStore other = S3ObjectStore.open(S3Address.parse("s3://onset/a"), s3.config());
                ObjectStore whole = S3ObjectStore.open(new S3Address("onset", Optional.empty()), s3.config())) {
            store.create(new ObjectKey("k"), text("x"));
            assertThat(other.size(new ObjectKey("k"))).isEmpty();
            assertThat(whole.list(new ObjectKey("a")))
                    .extracting(ObjectKey::value)
                    .containsExactly("a/prefix/k");
            assertThat(s3.objects()).containsOnlyKeys("a/prefix/k");
        }
    }

    @Test
    void namesThatAreNoKeys_areNotListed() {
        store.create(new ObjectKey("l/good"), text("x"));
        s3.objects().put("a/prefix/l/Not A Key", new byte[0]);
        assertThat(store.list(new ObjectKey("l"))).containsExactly(new ObjectKey("l/good"));
    }

    @Test
    void largeBlobThatIsThere_isNotSentAgain() {
        byte[] large = new byte[100_000];
        store.create(new ObjectKey("large"), ObjectStore.Content.of(large));
        int before = s3.requests("PUT");
        assertThat(store.create(new ObjectKey("large"), ObjectStore.Content.of(large)))
                .isEqualTo(ObjectStore.Creation.EXISTED);
        assertThat(s3.requests("PUT")).isEqualTo(before);
    }
}
