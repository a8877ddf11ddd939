package dev.onset.infra.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;

/** Key files with keys that are recognised wherever they turn up. */
public final class KeyFiles {
    /** Its base64 begins with this word, so that a search finds it. */
    public static final String CANARY = "CanaryKeyThatMustNeverBePrinted";

    private KeyFiles() {}

    /** Text of a key of 32 bytes that begins with the canary and differs by number. */
    public static String key(int number) {
        byte[] bytes = new byte[PayloadKeys.KEY_BYTES];
        byte[] canary = Base64.getDecoder().decode(CANARY + "A");
        System.arraycopy(canary, 0, bytes, 0, canary.length);
        bytes[PayloadKeys.KEY_BYTES - 1] = (byte) number;
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Writes lines to a file that only its owner can read. */
    public static Path write(Path file, String... lines) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.write(file, List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PayloadKeys keys(Path folder, String... lines) {
        return PayloadKeys.read(write(folder.resolve("keys"), lines));
    }
}
