package dev.onset.checkpoint;

import dev.onset.store.BlobRef;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry of a resume log as stored, in canonical JSON. Like a manifest it names no time and no attempt; unlike one it names
 * no entry before it, as those are deleted.
 *
 * @param check SHA-256 of this entry's canonical JSON with an empty check
 */
record ResumeEntry(String format, String run, long number, long step, SortedMap<String, BlobRef> parts, String check) {
    private static final String FORMAT = "onset.resume/1";

    /** A missing field is a null here and makes the whole unreadable. */
    ResumeEntry {
        Objects.requireNonNull(check, "check");
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        parts.values().forEach(Objects::requireNonNull);
    }

    static ResumeEntry of(ResumePoint point) {
        if (point.step() < 0 || point.number() < 1 || point.number() > Manifest.MAX_NUMBER) {
            throw new IllegalArgumentException("resume point number " + point.number() + " of step " + point.step());
        }
        if (point.parts().isEmpty()) {
            throw new IllegalArgumentException("a resume point without parts, step " + point.step());
        }
        point.parts().keySet().forEach(Manifest::requirePart);
        return new ResumeEntry(FORMAT, point.run(), point.number(), point.step(), point.parts(), "").sealed();
    }

    /** Reads and verifies; the message says what is wrong. */
    static ResumeEntry read(byte[] json, String run, long number) throws IOException {
        ResumeEntry entry = CanonicalJson.parse(json, ResumeEntry.class);
        if (!FORMAT.equals(entry.format)) {
            throw new IOException("its format is '" + entry.format + "', not '" + FORMAT + "'");
        }
        if (!entry.sealed().equals(entry) || !Arrays.equals(entry.toJson(), json)) {
            throw new IOException("its bytes do not have the digest it names");
        }
        if (!run.equals(entry.run) || number != entry.number) {
            throw new IOException("it is resume point " + entry.number + " of run " + entry.run);
        }
        entry.parts.keySet().forEach(Manifest::requirePart);
        return entry;
    }

    byte[] toJson() {
        return CanonicalJson.bytes(this);
    }

    ResumePoint point() {
        return new ResumePoint(run, number, step, parts);
    }

    private ResumeEntry sealed() {
        return new ResumeEntry(
                format, run, number, step, parts, Digest.ofJson(new ResumeEntry(format, run, number, step, parts, "")));
    }
}
