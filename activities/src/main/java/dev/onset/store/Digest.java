package dev.onset.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as 64 lower-case hexadecimal digits, streaming. */
public final class Digest {
    /** What stands where there is no digest, such as before the first manifest. */
    public static final String NONE = "0".repeat(64);

    static final int BUFFER = 1 << 16;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private Digest() {}

    public static String sha256(byte[] bytes) {
        return hex(newSha256().digest(bytes));
    }

    /** Reads the stream to its end; the caller closes it. */
    public static String sha256(InputStream in) throws IOException {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return hex(digest.digest());
    }

    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    /** The digest of a value's canonical JSON. */
    public static String ofJson(Object value) {
        return sha256(CanonicalJson.bytes(value));
    }

    /** The digest itself, when it has the form of one. */
    public static String require(String sha256) {
        if (!isDigest(sha256)) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: "
                    + sha256.replaceAll("[^\\x20-\\x7e]", "?").substring(0, Math.min(80, sha256.length())));
        }
        return sha256;
    }

    public static boolean isDigest(String text) {
        return HEX.matcher(text).matches();
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
