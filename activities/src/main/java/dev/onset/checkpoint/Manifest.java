package dev.onset.checkpoint;

import dev.onset.store.BlobRef;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import dev.onset.store.ObjectKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One entry of a commit log as stored, in canonical JSON. It names no time and no attempt, so that two attempts that
 * trained the same bits write the same manifest.
 *
 * @param previous SHA-256 of the bytes of manifest {@code number - 1}, {@link Digest#NONE} for the first
 * @param check SHA-256 of this manifest's canonical JSON with an empty check: the newest manifest has no successor that
 *     names its digest, yet a flipped bit in its step must show
 */
record Manifest(
        String format,
        String run,
        long number,
        long step,
        SortedMap<String, BlobRef> parts,
        String previous,
        String check) {
    static final int CAP = 1 << 20;
    static final long MAX_NUMBER = 9_999_999_999L;
    static final ObjectKey RUNS = new ObjectKey("runs");

    private static final String FORMAT = "onset.manifest/1";
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    /** A missing field is a null here and makes the whole unreadable. */
    Manifest {
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(check, "check");
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        parts.values().forEach(Objects::requireNonNull);
    }

    static Manifest of(String run, long number, long step, Map<String, BlobRef> parts, String previous) {
        if (step < 0 || number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("manifest number " + number + " of step " + step);
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a checkpoint without parts, step " + step);
        }
        parts.keySet().forEach(Manifest::requirePart);
        return new Manifest(FORMAT, run, number, step, new TreeMap<>(parts), previous, "").sealed();
    }

    /** Reads and verifies; the message says what is wrong. */
    static Manifest read(byte[] json, String run, long number) throws IOException {
        Manifest manifest = CanonicalJson.parse(json, Manifest.class);
        if (!FORMAT.equals(manifest.format)) {
            throw new IOException("its format is '" + manifest.format + "', not '" + FORMAT + "'");
        }
        if (!manifest.sealed().equals(manifest) || !Arrays.equals(manifest.toJson(), json)) {
            throw new IOException("its bytes do not have the digest it names");
        }
        if (!run.equals(manifest.run) || number != manifest.number) {
            throw new IOException("it is manifest " + manifest.number + " of run " + manifest.run);
        }
        manifest.parts.keySet().forEach(Manifest::requirePart);
        return manifest;
    }

    byte[] toJson() {
        return CanonicalJson.bytes(this);
    }

    CommittedCheckpoint checkpoint() {
        return new CommittedCheckpoint(run, number, step, parts, Digest.sha256(toJson()));
    }

    static ObjectKey folder(String run) {
        return RUNS.resolve(Digest.require(run) + "/log");
    }

    static ObjectKey key(String run, long number) {
        return folder(run).resolve(name(number));
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "%010d.json", number);
    }

    private Manifest sealed() {
        return new Manifest(
                format,
                run,
                number,
                step,
                parts,
                previous,
                Digest.ofJson(new Manifest(format, run, number, step, parts, previous, "")));
    }

    /** Part names become file names on workers. */
    static void requirePart(String name) {
        if (!PART.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a part name must match " + PART + ", not '" + name.replaceAll("[^\\x20-\\x7e]", "?") + "'");
        }
    }
}
