package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.ObjectKey;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in S3 a store lives: {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}. Several stores may share a bucket under
 * prefixes of their own; a prefix follows the grammar of {@link ObjectKey}.
 *
 * @param bucket its name, by S3's own rules
 * @param prefix what every key begins with, or empty
 */
public record S3Address(String bucket, Optional<ObjectKey> prefix) {
    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    /** S3 allows 1,024 bytes and a key has up to 512. */
    private static final int MAX_PREFIX = 256;

    public S3Address {
        if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
            throw new IllegalArgumentException(
                    "a bucket is 3 to 63 characters of a-z, 0-9, dots and dashes, not '" + printable(bucket) + "'");
        }
        prefix.ifPresent(key -> {
            if (key.value().length() > MAX_PREFIX) {
                throw new IllegalArgumentException("the prefix has "
                        + key.value().length() + " characters; at most " + MAX_PREFIX + " are possible");
            }
        });
    }

    /** @throws OnsetException {@code STUDY_INVALID} naming what is wrong with the address */
    public static S3Address parse(String text) {
        return parse(text, "--store");
    }

    /**
     * @param source the option or variable that says so, for the message
     * @throws OnsetException {@code STUDY_INVALID} naming the source and what is wrong with the address
     */
    public static S3Address parse(String text, String source) {
        if (!text.startsWith(SCHEME)) {
            throw invalid(source, text, "it does not begin with " + SCHEME);
        }
        String rest = text.substring(SCHEME.length());
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        int slash = rest.indexOf('/');
        try {
            return slash < 0
                    ? new S3Address(rest, Optional.empty())
                    : new S3Address(rest.substring(0, slash), Optional.of(new ObjectKey(rest.substring(slash + 1))));
        } catch (IllegalArgumentException e) {
            throw invalid(source, text, String.valueOf(e.getMessage()));
        }
    }

    private static OnsetException invalid(String source, String text, String why) {
        return new OnsetException(
                ErrorCode.STUDY_INVALID,
                source + " " + printable(text) + " is no store: " + why
                        + "; write s3://BUCKET/PREFIX; nothing was started");
    }

    /** The full name of an object in the bucket. */
    String name(ObjectKey key) {
        return base() + key.value();
    }

    /** What all names begin with: empty, or a prefix with its slash. */
    String base() {
        return prefix.map(key -> key.value() + "/").orElse("");
    }

    private static String printable(String text) {
        String head = text.length() > 120 ? text.substring(0, 120) + "..." : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }

    @Override
    public String toString() {
        return SCHEME + bucket + prefix.map(key -> "/" + key).orElse("");
    }
}
