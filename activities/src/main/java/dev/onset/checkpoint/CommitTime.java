package dev.onset.checkpoint;

import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * When a commit was made and what it cost. An object of its own beside the manifest or resume point that it is of, so that it is
 * in no digest and two attempts at the same bits still write the same manifest; it decides nothing.
 *
 * @param committedAt by the writer's clock, ISO 8601 in UTC
 * @param seconds from the state in memory to the durable commit
 * @param check SHA-256 of this object's canonical JSON with an empty check
 */
public record CommitTime(String committedAt, double seconds, String check) {
    static final int CAP = 1 << 12;

    public CommitTime {
        Objects.requireNonNull(committedAt, "committedAt");
        Objects.requireNonNull(check, "check");
    }

    static CommitTime of(Instant at, double seconds) {
        return new CommitTime(at.toString(), seconds, "").sealed();
    }

    /** Reads and verifies; the message says what is wrong. */
    static CommitTime read(byte[] json) throws IOException {
        CommitTime time = CanonicalJson.parse(json, CommitTime.class);
        if (!time.sealed().equals(time) || !Arrays.equals(time.toJson(), json)) {
            throw new IOException("its bytes do not have the digest it names");
        }
        try {
            Instant.parse(time.committedAt);
        } catch (DateTimeException e) {
            throw new IOException("it names no time but '" + time.committedAt + "'", e);
        }
        return time;
    }

    byte[] toJson() {
        return CanonicalJson.bytes(this);
    }

    public Instant at() {
        return Instant.parse(committedAt);
    }

    private CommitTime sealed() {
        return new CommitTime(committedAt, seconds, Digest.ofJson(new CommitTime(committedAt, seconds, "")));
    }
}
