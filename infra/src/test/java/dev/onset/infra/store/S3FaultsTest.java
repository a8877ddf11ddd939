package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.store.TinyS3.Fault;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.ExclusiveCreate;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import dev.onset.store.StoreProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the S3 store makes of a network and a server that fail. */
@Tag("chaos")
final class S3FaultsTest {
    private static final int TRIALS = 25;
    private static final S3Connection.Timeouts SHORT =
            new S3Connection.Timeouts(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(5));

    private final TinyS3 s3 = TinyS3.plain();
    private final S3ObjectStore store = open(s3.config());

    private static S3ObjectStore open(S3Config config) {
        return new S3ObjectStore(S3Address.parse("s3://onset/faults"), config, SHORT, Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        store.close();
        s3.close();
    }

    private static ObjectStore.Content text(String text) {
        return ObjectStore.Content.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Optional<String> read(ObjectKey key) {
        return SmallObjects.read(store, key, 1 << 20).map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP_AFTER", "ERROR_503_AFTER", "ERROR_503_AFTER_RETRY_AFTER"})
    void createWhoseAnswerIsLost_isItsOwnSuccessEveryTime(Fault fault) {
        for (int trial = 0; trial < TRIALS; trial++) {
            ObjectKey key = new ObjectKey("lost/" + trial);
            s3.plan(fault, "PUT", 1);
            assertThat(store.create(key, text("mine " + trial))).isEqualTo(ObjectStore.Creation.CREATED);
            assertThat(read(key)).contains("mine " + trial);
        }
        assertThat(s3.struck()).isEqualTo(TRIALS);
    }

    @Test
    void createWhoseAnswerComesTooLate_isItsOwnSuccess() {
        s3.delaying(1_000).plan(Fault.DELAY, "PUT", 1);
        ObjectKey key = new ObjectKey("late");
        assertThat(store.create(key, text("mine"))).isEqualTo(ObjectStore.Creation.CREATED);
        assertThat(read(key)).contains("mine");
        assertThat(s3.struck()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP_BEFORE", "ERROR_503", "ERROR_503_RETRY_AFTER", "BUSY_429", "HTML_502"})
    void negativeControl_keyTakenByAnotherDuringTheDoubt_isNotTakenForOwn(Fault fault) {
        for (int trial = 0; trial < TRIALS; trial++) {
            ObjectKey key = new ObjectKey("other/" + trial);
            s3.objects().put("faults/" + key, "theirs".getBytes(StandardCharsets.US_ASCII));
            s3.plan(fault, "PUT", 1);
            assertThat(store.create(key, text("mine"))).isEqualTo(ObjectStore.Creation.EXISTED);
            assertThat(read(key)).contains("theirs");
        }
        assertThat(s3.struck()).isEqualTo(TRIALS);
    }

    @Test
    void nothingBelowTheStore_repeatsAPut() {
        for (Fault fault : List.of(Fault.ERROR_503_RETRY_AFTER, Fault.DROP_BEFORE, Fault.BUSY_429, Fault.ERROR_503)) {
            int before = s3.requests("PUT");
            s3.plan(fault, "PUT", S3ObjectStore.ATTEMPTS);
            assertThatThrownBy(() -> store.create(new ObjectKey("never"), text("x")))
                    .isInstanceOf(OnsetException.class);
            assertThat(s3.requests("PUT") - before).as("puts under %s", fault).isEqualTo(S3ObjectStore.ATTEMPTS);
        }
    }

    @Test
    void conflict_isRetriedWithoutDoubt() {
        s3.plan(Fault.CONFLICT_409, "PUT", 2);
        ObjectKey key = new ObjectKey("conflict");
        assertThat(store.create(key, text("mine"))).isEqualTo(ObjectStore.Creation.CREATED);
        s3.plan(Fault.CONFLICT_409, "PUT", 1);
        int reads = s3.requests("GET");
        assertThat(store.create(key, text("mine"))).isEqualTo(ObjectStore.Creation.EXISTED);
        assertThat(s3.requests("GET"))
                .as("nothing was in doubt, so nothing is read back")
                .isEqualTo(reads);
        assertThat(s3.struck()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void faultThatPassesWithinTheAttempts_isNotSeenAbove(int faults) {
        for (Fault fault : List.of(Fault.BUSY_429, Fault.ERROR_503, Fault.DROP_BEFORE, Fault.HTML_502)) {
            ObjectKey key = new ObjectKey("passing/" + fault.name().toLowerCase(java.util.Locale.ROOT));
            s3.plan(fault, "PUT", faults);
            assertThat(store.create(key, text("x"))).isEqualTo(ObjectStore.Creation.CREATED);
            s3.plan(fault, "PUT", faults);
            store.replace(key, text("y"));
            s3.plan(fault, "GET", faults);
            assertThat(read(key)).contains("y");
            s3.plan(fault, "HEAD", faults);
            assertThat(store.size(key)).contains(1L);
            s3.plan(fault, "GET", faults);
            assertThat(store.list(new ObjectKey("passing"))).contains(key);
            s3.plan(fault, "DELETE", faults);
            store.delete(key);
            assertThat(store.size(key)).isEmpty();
        }
        assertThat(s3.struck()).isEqualTo(4 * 6 * faults);
    }

    @Test
    void negativeControl_faultThatOutlastsTheAttempts_isSaid() {
        s3.plan(Fault.ERROR_503, "PUT", S3ObjectStore.ATTEMPTS);
        OnsetException put =
                catchThrowableOfType(OnsetException.class, () -> store.create(new ObjectKey("outlasting"), text("x")));
        assertThat(put.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        assertThat(put).hasMessageContainingAll("outlasting", "s3://onset/faults", "503", "may have taken effect");
        s3.plan(Fault.ERROR_503, "GET", S3ObjectStore.ATTEMPTS);
        OnsetException get = catchThrowableOfType(OnsetException.class, () -> store.open(new ObjectKey("outlasting")));
        assertThat(get.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void claimOverAStoreThatLosesAllAnswersOfOneCreate_isConfirmed() {
        s3.plan(Fault.DROP_AFTER, "PUT", S3ObjectStore.ATTEMPTS);
        ExclusiveCreate claim =
                ExclusiveCreate.make(store, new ObjectKey("claim"), "mine".getBytes(StandardCharsets.US_ASCII));
        assertThat(claim).isInstanceOf(ExclusiveCreate.Confirmed.class);
        assertThat(s3.struck()).isEqualTo(S3ObjectStore.ATTEMPTS);
    }

    @Test
    void cutBody_isDetectedAndReadAgain() {
        BlobStore blobs = new BlobStore(store);
        byte[] content = new byte[200_000];
        new java.util.Random(5).nextBytes(content);
        BlobRef ref = blobs.put(content);
        s3.plan(Fault.CUT_BODY, "GET", 2);
        assertThat(blobs.bytes(ref, 1 << 20)).isEqualTo(content);
        s3.plan(Fault.CUT_BODY, "GET", 3);
        assertThatThrownBy(() -> blobs.bytes(ref, 1 << 20))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
        assertThat(s3.struck()).isEqualTo(5);
    }

    @Test
    void flippedBit_isDetectedWhereverItHappened() {
        BlobStore blobs = new BlobStore(store);
        byte[] content = new byte[10_000];
        BlobRef ref = blobs.put(content);
        assertThat(blobs.inspect(ref)).as("control: the blob is intact").isEqualTo(BlobStore.State.INTACT);
        s3.plan(Fault.FLIPPED_BODY, "GET", 1);
        assertThat(blobs.inspect(ref)).as("on the way").isEqualTo(BlobStore.State.CORRUPT);
        s3.objects().values().iterator().next()[77] ^= 4;
        assertThat(blobs.inspect(ref)).as("on the server's disk").isEqualTo(BlobStore.State.CORRUPT);
        assertThat(blobs.put(content)).isEqualTo(ref);
        assertThat(blobs.inspect(ref)).as("mended by whoever has it").isEqualTo(BlobStore.State.INTACT);
    }

    @Test
    void objectThatTheServerCannotReadAnyMore_isRottenAndNotAnOutage() {
        BlobStore blobs = new BlobStore(store);
        byte[] content = new byte[10_000];
        BlobRef ref = blobs.put(content);
        s3.plan(Fault.UNREADABLE_503, "GET", 2);
        assertThat(blobs.inspect(ref)).as("control: it passed").isEqualTo(BlobStore.State.INTACT);
        s3.plan(Fault.UNREADABLE_503, "GET", 3);
        assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.CORRUPT);
        s3.plan(Fault.UNREADABLE_503, "GET", 1).plan(Fault.ERROR_503, "HEAD", 1);
        assertThat(blobs.inspect(ref)).as("in an outage it is waited for").isEqualTo(BlobStore.State.INTACT);
        assertThat(s3.struck()).isEqualTo(7);
    }

    @Test
    void storeThatIgnoresTheCondition_isRefused() {
        StoreProbe.require(store);
        s3.ignoringConditions();
        assertThatThrownBy(() -> StoreProbe.require(store))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE));
    }

    @Test
    void deniedAccess_isSaidAtOnceWithoutTheSecret() {
        S3Config wrong = new S3Config(
                s3.endpoint(), "us-east-1", "wrong", TinyS3.SECRET_KEY, Optional.empty(), Optional.empty());
        try (S3ObjectStore denied = open(wrong)) {
            OnsetException e =
                    catchThrowableOfType(OnsetException.class, () -> denied.create(new ObjectKey("a"), text("x")));
            assertThat(e.code()).isEqualTo(ErrorCode.STORE_REFUSED);
            assertThat(e).hasMessageContainingAll("access is denied", "AWS_ACCESS_KEY_ID");
            assertThat(trace(e)).doesNotContain(TinyS3.SECRET_KEY);
        }
        assertThat(s3.requests("PUT")).as("not tried again").isEqualTo(1);
    }

    @Test
    void missingBucket_isSaidWithWhatToDo() {
        s3.dropBucket();
        OnsetException opening = catchThrowableOfType(OnsetException.class, store::requireBucket);
        assertThat(opening.code()).isEqualTo(ErrorCode.STORE_REFUSED);
        assertThat(opening).hasMessageContainingAll("no such bucket", "s3://onset/faults", "--fix");
        OnsetException later =
                catchThrowableOfType(OnsetException.class, () -> store.create(new ObjectKey("a"), text("x")));
        assertThat(later.code()).isEqualTo(ErrorCode.STORE_REFUSED);
        assertThat(S3ObjectStore.createBucket(S3Address.parse("s3://onset/faults"), s3.config()))
                .isTrue();
        assertThat(S3ObjectStore.createBucket(S3Address.parse("s3://onset/faults"), s3.config()))
                .isFalse();
        store.requireBucket();
    }

    @Test
    void serverThatIsNotThere_isSaidWithItsAddress() throws IOException {
        int port = RealServers.freePort();
        S3Config config = new S3Config(
                URI.create("http://127.0.0.1:" + port), "us-east-1", "a", "b", Optional.empty(), Optional.empty());
        try (S3ObjectStore gone = open(config)) {
            OnsetException e =
                    catchThrowableOfType(OnsetException.class, () -> gone.create(new ObjectKey("a"), text("x")));
            assertThat(e.code()).as("nothing was sent, so nothing is in doubt").isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            assertThat(e).hasMessageContainingAll("127.0.0.1:" + port, "AWS_ENDPOINT_URL_S3");
        }
    }

    @Test
    void fullServer_isADiskFull() {
        s3.plan(Fault.FULL_507, "PUT", 1);
        OnsetException e =
                catchThrowableOfType(OnsetException.class, () -> store.create(new ObjectKey("a"), text("x")));
        assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(store.size(new ObjectKey("a"))).isEmpty();
    }

    @Test
    void storeWorksAgain_afterManyFailuresAtOnce() {
        s3.delaying(2_000).plan(Fault.DELAY, "HEAD", 12);
        List<Thread> threads = java.util.stream.IntStream.range(0, 12)
                .mapToObj(i -> new Thread(() -> store.size(new ObjectKey("stalled/" + i))))
                .toList();
        threads.forEach(Thread::start);
        assertThat(store.create(new ObjectKey("beside"), text("x"))).isEqualTo(ObjectStore.Creation.CREATED);
        threads.forEach(thread -> {
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(thread.isAlive()).isFalse();
        });
        assertThat(s3.struck()).isEqualTo(12);
    }

    private static String trace(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
