package dev.onset.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as 64 lower-case hexadecimal digits, streaming: the one place where anything of a study is hashed. */
public final class Digest {
    /** What stands where there is no digest, such as before the first manifest. */
    public static final String NONE = "0".repeat(64);

    static final int BUFFER = 1 << 16;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private Digest() {}

    /** The digest of a text in UTF-8. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String sha256(byte[] bytes) {
        Running digest = new Running();
        digest.update(bytes, 0, bytes.length);
        return digest.finish();
    }

    /** Reads the stream to its end; the caller closes it. */
    public static String sha256(InputStream in) throws IOException {
        Running digest = new Running();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return digest.finish();
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

    /** Returns what has the form of a digest, and refuses anything else. */
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

    /** Whether two texts are the same, in a time that does not tell where they begin to differ. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                sha256(one).getBytes(StandardCharsets.US_ASCII), sha256(other).getBytes(StandardCharsets.US_ASCII));
    }

    /** The digest of bytes that come piece by piece. Not safe for several threads. */
    public static final class Running {
        private final MessageDigest sha256 = sha256();

        /** Takes in the next bytes. */
        public void update(byte[] buffer, int offset, int length) {
            sha256.update(buffer, offset, length);
        }

        /** The digest of all bytes so far; what comes next begins anew. */
        public String finish() {
            return HexFormat.of().formatHex(sha256.digest());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
