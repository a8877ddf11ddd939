package dev.onset.infra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.temporal.CappedDataConverter;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class EncryptingCodecTest {
    private static final String TEXT = "the study of the unspeakable";

    @TempDir
    Path folder;

    private PayloadKeys january;
    private EncryptingCodec codec;

    @BeforeEach
    void oneKey() {
        january = KeyFiles.keys(folder, "january " + KeyFiles.key(1));
        codec = new EncryptingCodec(january, "default");
    }

    private static Payload payload(String text) {
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8(text))
                .build();
    }

    private static Payload seal(EncryptingCodec codec, Payload payload) {
        return codec.encode(List.of(payload)).get(0);
    }

    private static Payload open(EncryptingCodec codec, Payload payload) {
        return codec.decode(List.of(payload)).get(0);
    }

    private static String bytes(Payload payload) {
        return payload.toByteString().toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 1_000, 65_536})
    void roundTrip_givesTheSamePayload_metadataIncluded(int size) {
        Payload clear = payload("x".repeat(size));
        Payload sealed = seal(codec, clear);
        assertThat(open(codec, sealed)).isEqualTo(clear);
        assertThat(sealed.getMetadataMap().keySet())
                .containsExactlyInAnyOrder("encoding", "encryption-cipher", "encryption-key-id");
        assertThat(sealed.getMetadataOrThrow("encryption-key-id").toStringUtf8())
                .isEqualTo("january");
    }

    @Test
    void sealedPayload_showsNeitherTextNorItsEncoding_negativeControl_theClearOneDoes() {
        assertThat(bytes(seal(codec, payload(TEXT)))).doesNotContain(TEXT, "json/plain", KeyFiles.CANARY);
        assertThat(bytes(payload(TEXT))).contains(TEXT, "json/plain");
    }

    @Test
    void samePayloadTwice_neverHasTheSameNonce() {
        Set<ByteString> nonces = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            nonces.add(seal(codec, payload(TEXT)).getData().substring(0, 12));
        }
        assertThat(nonces).hasSize(10_000);
    }

    @Test
    void everyFlippedBit_isFound_andTheErrorNamesTheKey() {
        Payload sealed = seal(codec, payload("ok"));
        byte[] data = sealed.getData().toByteArray();
        for (int bit = 0; bit < data.length * 8; bit++) {
            byte[] flipped = data.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Payload altered =
                    sealed.toBuilder().setData(ByteString.copyFrom(flipped)).build();
            assertUnreadable(codec, altered).hasMessageContaining("'january'").hasMessageContaining("altered");
        }
        // the control: no bit flipped
        assertThat(open(codec, sealed)).isEqualTo(payload("ok"));
    }

    @Test
    void cutShortOrByAnotherCipher_isUnreadable() {
        Payload sealed = seal(codec, payload(TEXT));
        assertUnreadable(
                        codec,
                        sealed.toBuilder()
                                .setData(sealed.getData().substring(0, 27))
                                .build())
                .hasMessageContaining("cut short");
        assertUnreadable(
                        codec,
                        sealed.toBuilder()
                                .setData(sealed.getData().substring(0, 40))
                                .build())
                .hasMessageContaining("altered");
        assertUnreadable(
                        codec,
                        sealed.toBuilder().removeMetadata("encryption-cipher").build())
                .hasMessageContaining("another cipher");
    }

    @Test
    void afterRotation_oldPayloadsStayReadable_andNewOnesCarryTheNewKey() {
        Payload old = seal(codec, payload(TEXT));
        EncryptingCodec rotated = new EncryptingCodec(
                KeyFiles.keys(folder, "march " + KeyFiles.key(2), "january " + KeyFiles.key(1)), "default");
        assertThat(open(rotated, old)).isEqualTo(payload(TEXT));
        Payload fresh = seal(rotated, payload(TEXT));
        assertThat(fresh.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("march");
        assertThat(open(rotated, fresh)).isEqualTo(payload(TEXT));
        // a process that was not given the new file yet says which key it lacks
        assertUnreadable(codec, fresh).hasMessageContaining("'march'").hasMessageContaining("does not have");
    }

    @Test
    void missingKey_isNamed() {
        Payload old = seal(codec, payload(TEXT));
        EncryptingCodec without = new EncryptingCodec(KeyFiles.keys(folder, "march " + KeyFiles.key(2)), "default");
        assertUnreadable(without, old).hasMessageContaining("'january'").hasMessageContaining("does not have");
    }

    @Test
    void anotherKeyUnderTheSameId_anotherId_anotherNamespace_areAllRefused() {
        Payload sealed = seal(codec, payload(TEXT));
        EncryptingCodec impostor = new EncryptingCodec(KeyFiles.keys(folder, "january " + KeyFiles.key(9)), "default");
        assertUnreadable(impostor, sealed).hasMessageContaining("the key of that id is another");
        // the same key under another id: the id is authenticated
        PayloadKeys twice = KeyFiles.keys(folder, "january " + KeyFiles.key(1), "june " + KeyFiles.key(1));
        Payload renamed = sealed.toBuilder()
                .putMetadata("encryption-key-id", ByteString.copyFromUtf8("june"))
                .build();
        assertUnreadable(new EncryptingCodec(twice, "default"), renamed).hasMessageContaining("'june'");
        assertUnreadable(new EncryptingCodec(january, "production"), sealed)
                .hasMessageContaining("'january'")
                .hasMessageContaining("'production'");
        assertThat(open(new EncryptingCodec(twice, "default"), sealed)).isEqualTo(payload(TEXT));
    }

    @Test
    void keyIdFromOutside_cannotForgeALogLine() {
        Payload forged = seal(codec, payload(TEXT)).toBuilder()
                .putMetadata("encryption-key-id", ByteString.copyFromUtf8("a\n2026 INFO all is well" + "y".repeat(500)))
                .build();
        assertUnreadable(codec, forged)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(250));
    }

    @Test
    void whatIsNotEncrypted_passesThrough() {
        assertThat(open(codec, payload(TEXT))).isEqualTo(payload(TEXT));
    }

    @Test
    void boundOnPayloads_holdsForWhatIsEncrypted_notForTheCiphertext() {
        DataConverter converter = PayloadEncryption.wrap(
                new CappedDataConverter(DefaultDataConverter.newDefaultInstance()), january, "default");
        String largest = "x".repeat(64 * 1024 - 2);
        Payloads sealed = converter.toPayloads(largest).orElseThrow();
        assertThat(sealed.getPayloads(0).getData().size()).isGreaterThan(64 * 1024);
        assertThat(converter.fromPayloads(0, Optional.of(sealed), String.class, String.class))
                .isEqualTo(largest);
        assertThatThrownBy(() -> converter.toPayloads(largest + "x"))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("PAYLOAD_TOO_LARGE"));
    }

    @Test
    void failure_hidesMessageTraceAndDetails_andStaysBelowWhatTheServerWouldCut() {
        DataConverter converter = PayloadEncryption.wrap(
                new CappedDataConverter(DefaultDataConverter.newDefaultInstance()), january, "default");
        RuntimeException deep = deep(new IllegalStateException(TEXT + "x".repeat(100_000)));
        ApplicationFailure thrown = ApplicationFailure.newFailureWithCause(TEXT, "DISK_FULL", deep, TEXT);
        Failure failure = converter.exceptionToFailure(thrown);
        assertThat(failure.toByteString().toString(StandardCharsets.ISO_8859_1))
                .doesNotContain(TEXT, "EncryptingCodecTest")
                .contains("DISK_FULL");
        assertThat(failure.getSerializedSize()).isLessThan(8_192);
        assertThat(converter
                        .exceptionToFailure(ApplicationFailure.newFailure(TEXT, "DISK_FULL"))
                        .getSerializedSize())
                .isLessThan(4_096);
        ApplicationFailure back = (ApplicationFailure) converter.failureToException(failure);
        assertThat(back.getOriginalMessage()).isEqualTo(TEXT);
        assertThat(back.getType()).isEqualTo("DISK_FULL");
        assertThat(back.getDetails().get(String.class)).isEqualTo(TEXT);
        // the control: without encryption all of it is there
        Failure clear = DefaultDataConverter.newDefaultInstance().exceptionToFailure(thrown);
        assertThat(clear.toByteString().toString(StandardCharsets.ISO_8859_1)).contains(TEXT, "EncryptingCodecTest");
        assertThat(clear.getSerializedSize()).isGreaterThan(65_536);
    }

    private static RuntimeException deep(RuntimeException end) {
        StackTraceElement[] frames = new StackTraceElement[2_000];
        Arrays.fill(frames, new StackTraceElement("dev.onset.EncryptingCodecTest", "deep", "Deep.java", 1));
        end.setStackTrace(frames);
        return end;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertUnreadable(
            EncryptingCodec codec, Payload payload) {
        return assertThatThrownBy(() -> open(codec, payload))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_UNREADABLE))
                .hasMessageNotContainingAny(TEXT, KeyFiles.CANARY);
    }
}
