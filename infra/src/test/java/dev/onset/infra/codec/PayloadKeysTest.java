package dev.onset.infra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class PayloadKeysTest {
    @TempDir
    Path folder;

    @Test
    void firstKeyIsCurrent_commentsAndEmptyLinesCountForNothing() {
        PayloadKeys keys = KeyFiles.keys(
                folder, "# rotated in March", "", "  march " + KeyFiles.key(2), "january\t" + KeyFiles.key(1));
        assertThat(keys.currentId()).isEqualTo("march");
        assertThat(keys.find("january")).isPresent();
        assertThat(keys.find("february")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-", "rwx-----x"})
    void fileThatOthersReach_isRefused(String permissions) throws IOException {
        Path file = KeyFiles.write(folder.resolve("keys"), "a " + KeyFiles.key(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertRefused(file, "others than its owner", "chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void negativeControl_ownersOwnFileIsTaken(String permissions) throws IOException {
        Path file = KeyFiles.write(folder.resolve("keys"), "a " + KeyFiles.key(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThat(PayloadKeys.read(file).currentId()).isEqualTo("a");
    }

    @Test
    void badLine_isNamedByNumber_neverByContent() {
        String key = KeyFiles.key(1);
        assertRefused(KeyFiles.write(folder.resolve("a"), "ok " + key, key), "line 2 is not 'id key'");
        assertRefused(KeyFiles.write(folder.resolve("b"), "id/1 " + key), "line 1 is not 'id key'");
        assertRefused(KeyFiles.write(folder.resolve("c"), "", "id " + key + " " + key), "line 2 is not 'id key'");
        assertRefused(KeyFiles.write(folder.resolve("d"), "id " + key + "!"), "line 1 holds a key that is not base64");
        assertRefused(
                KeyFiles.write(folder.resolve("e"), "id " + key.substring(0, 40)), "a key of 30 bytes, not of 32");
        assertRefused(KeyFiles.write(folder.resolve("f"), "id " + key, "id " + KeyFiles.key(2)), "line 2", "second");
        assertRefused(KeyFiles.write(folder.resolve("g"), "# nothing"), "holds no key");
        assertRefused(KeyFiles.write(folder.resolve("h"), "x".repeat(70_000)), "is larger than");
        assertRefused(folder.resolve("none"), "cannot be read", "NoSuchFile");
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> PayloadKeys.read(file))
                .isInstanceOfSatisfying(OnsetException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID);
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain(KeyFiles.CANARY);
                })
                .hasMessageContaining(file.toString())
                .hasMessageContaining("ONSET_PAYLOAD_KEYS")
                .hasMessageContainingAll(words);
    }

    @Test
    void nothingPrintsAKey_negativeControl_theFileHoldsIt() throws IOException {
        PayloadKeys keys = KeyFiles.keys(folder, "a " + KeyFiles.key(1));
        assertThat(keys + " " + new EncryptingCodec(keys, "default"))
                .contains("current=a")
                .doesNotContain(KeyFiles.CANARY);
        assertThat(Files.readString(folder.resolve("keys"))).contains(KeyFiles.CANARY);
    }

    @Test
    void withoutVariableNothingIsEncrypted_withOneThatCannotBeHadNothingStarts() {
        DefaultDataConverter plain = DefaultDataConverter.newDefaultInstance();
        for (Map<String, String> without : List.of(Map.<String, String>of(), Map.of("ONSET_PAYLOAD_KEYS", ""))) {
            assertThat(PayloadEncryption.wrap(plain, without, "default").toPayload("in the clear"))
                    .isEqualTo(plain.toPayload("in the clear"));
        }
        assertThatThrownBy(
                        () -> PayloadEncryption.wrap(plain, Map.of("ONSET_PAYLOAD_KEYS", folder + "/none"), "default"))
                .isInstanceOf(OnsetException.class);
    }
}
