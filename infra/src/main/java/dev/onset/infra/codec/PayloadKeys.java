package dev.onset.infra.codec;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of payload encryption, from a file that only its owner can read. A line is {@code id key}: the key is 32 bytes
 * in base64 ({@code openssl rand -base64 32}); empty lines and those that begin with {@code #} count for nothing. The first
 * key encrypts; all of them decrypt. To rotate, add the new key below and give that file to every process; only then put it
 * on top. Keep the old ones for as long as histories written under them are to be read.
 *
 * <p>Nothing here prints a key: neither {@link #toString} nor an error, which names the file and the line alone.
 */
public final class PayloadKeys {
    static final int KEY_BYTES = 32;
    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final String currentId;
    private final Map<String, SecretKey> keys;

    private PayloadKeys(String currentId, Map<String, SecretKey> keys) {
        this.currentId = currentId;
        this.keys = Collections.unmodifiableMap(keys);
    }

    /**
     * Reads a key file.
     *
     * @throws OnsetException STUDY_INVALID if it cannot be read, others can read it, or a line is no key
     */
    public static PayloadKeys read(Path file) {
        byte[] content;
        try {
            requireOwnerOnly(file);
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw invalid(file, "is larger than " + MAX_FILE_BYTES + " bytes");
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            // a file system's exception carries the path and the reason, never the content
            throw invalid(file, "cannot be read: " + e);
        }
        try {
            return parse(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            throw invalid(file, "lies on a file system that cannot say who may read it");
        }
        if (!OWNER.containsAll(permissions)) {
            throw invalid(file, "can be read or written by others than its owner; chmod 600 it");
        }
    }

    private static PayloadKeys parse(Path file, byte[] content) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        int number = 0;
        for (String line : new String(content, java.nio.charset.StandardCharsets.US_ASCII).split("\n", -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            String[] parts = text.split("\\s+");
            if (parts.length != 2 || !ID.matcher(parts[0]).matches()) {
                throw invalid(file, "line " + number + " is not 'id key', the id of letters, digits, '.', '_' and '-'");
            }
            if (keys.put(parts[0], key(file, number, parts[1])) != null) {
                throw invalid(file, "line " + number + " gives an id a second time");
            }
            ids.add(parts[0]);
        }
        if (ids.isEmpty()) {
            throw invalid(file, "holds no key");
        }
        return new PayloadKeys(ids.get(0), keys);
    }

    private static SecretKey key(Path file, int number, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // without the cause: it quotes characters of the key
            throw invalid(file, "line " + number + " holds a key that is not base64");
        }
        try {
            if (bytes.length != KEY_BYTES) {
                throw invalid(
                        file, "line " + number + " holds a key of " + bytes.length + " bytes, not of " + KEY_BYTES);
            }
            return new SecretKeySpec(bytes, "AES");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The id of the key that encrypts. */
    public String currentId() {
        return currentId;
    }

    SecretKey current() {
        return find(currentId).orElseThrow();
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public String toString() {
        return "PayloadKeys[current=" + currentId + ", " + keys.size() + " in all]";
    }

    private static OnsetException invalid(Path file, String what) {
        return new OnsetException(
                ErrorCode.STUDY_INVALID,
                "the key file " + file + " (" + PayloadEncryption.KEYS_VARIABLE + ") " + what
                        + "; nothing was started");
    }
}
