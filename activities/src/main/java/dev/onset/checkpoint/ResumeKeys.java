package dev.onset.checkpoint;

import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import dev.onset.store.ObjectKey;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How the objects of a resume log are named: {@code runs/<run>/resume/<number>.<what>}, with {@code json} for the entry, a
 * SHA-256 for a part and {@code committed} for when it was. All of one number begin alike and are deleted together; none of
 * them is shared with anything else. One flat folder, since a file system keeps empty ones.
 */
final class ResumeKeys {
    private static final String ENTRY = "json";
    private static final String COMMITTED = "committed";
    private static final int DIGITS = 10;

    private final ObjectKey folder;

    ResumeKeys(String run) {
        this.folder = Manifest.RUNS.resolve(Digest.require(run) + "/resume");
    }

    ObjectKey folder() {
        return folder;
    }

    ObjectKey entry(long number) {
        return key(number, ENTRY);
    }

    ObjectKey committed(long number) {
        return key(number, COMMITTED);
    }

    ObjectKey part(long number, BlobRef part) {
        return key(number, part.sha256());
    }

    boolean isEntry(ObjectKey key) {
        return suffix(key).equals(ENTRY);
    }

    boolean isPart(ObjectKey key) {
        return Digest.isDigest(suffix(key));
    }

    boolean isCommitted(ObjectKey key) {
        return suffix(key).equals(COMMITTED);
    }

    /** The number an object belongs to, empty for what is not named like a part of this log. */
    OptionalLong number(ObjectKey key) {
        String name = key.value().substring(folder.value().length() + 1);
        boolean known = name.matches("[0-9]{" + DIGITS + "}\\..*") && (isEntry(key) || isPart(key) || isCommitted(key));
        return known ? OptionalLong.of(Long.parseLong(name.substring(0, DIGITS))) : OptionalLong.empty();
    }

    private ObjectKey key(long number, String what) {
        return folder.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d.%s", number, what));
    }

    private String suffix(ObjectKey key) {
        int from = folder.value().length() + 1 + DIGITS + 1;
        return key.value().length() > from ? key.value().substring(from) : "";
    }
}
