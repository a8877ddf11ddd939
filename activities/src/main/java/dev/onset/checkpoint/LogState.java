package dev.onset.checkpoint;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.Digest;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.ParallelReads;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A commit log as read at one moment.
 *
 * @param entries readable checkpoints in the order of commit
 * @param last highest number taken, 0 for an empty log
 * @param lastDigest SHA-256 of the bytes found at {@code last}, whether or not they are a manifest
 * @param problems what is damaged, keyed by object
 */
record LogState(List<CommittedCheckpoint> entries, long last, String lastDigest, List<Problem> problems) {
    private static final Pattern NAME = Pattern.compile("[0-9]{10}\\.json");

    /** A damaged, missing or foreign object of a log. */
    record Problem(ObjectKey key, String text) {
        @Override
        public String toString() {
            return key + " " + text;
        }
    }

    Optional<CommittedCheckpoint> find(long step) {
        return entries.stream().filter(entry -> entry.step() == step).findFirst();
    }

    /**
     * Adds a checkpoint to those before it. One of a step that is there takes its place where both name their network; where it is
     * another network, later steps of before do not follow from it.
     *
     * @return false where the step is there and stays
     */
    static boolean add(List<CommittedCheckpoint> entries, CommittedCheckpoint next) {
        Optional<CommittedCheckpoint> before =
                entries.stream().filter(entry -> entry.step() == next.step()).findFirst();
        if (before.isEmpty()) {
            return entries.add(next);
        }
        if (!before.get().parts().containsKey(CheckpointFormat.IDENTITY)
                || !next.parts().containsKey(CheckpointFormat.IDENTITY)) {
            return false;
        }
        boolean same = before.get().isSameNetwork(next.parts());
        entries.removeIf(entry -> entry.step() == next.step() || !same && entry.step() > next.step());
        return entries.add(next);
    }

    static LogState read(ObjectStore store, String run) {
        return read(store, run, new ManifestMemory());
    }

    /** Reads a log, asking the store for those manifests only that are not remembered. */
    static LogState read(ObjectStore store, String run, ManifestMemory memory) {
        List<ObjectKey> keys = store.list(Manifest.folder(run));
        List<byte[]> manifests = ParallelReads.of(keys, key -> memory.find(key).orElseGet(() -> bytes(store, key)));
        Reader reader = new Reader(run, memory);
        for (int i = 0; i < keys.size(); i++) {
            reader.read(keys.get(i), manifests.get(i));
        }
        return new LogState(List.copyOf(reader.entries), reader.last, reader.lastDigest, List.copyOf(reader.problems));
    }

    /** What is too large to be a manifest is damaged like anything else that is none. */
    private static byte[] bytes(ObjectStore store, ObjectKey key) {
        try {
            return SmallObjects.read(store, key, Manifest.CAP).orElse(new byte[0]);
        } catch (OnsetException e) {
            if (e.code() == ErrorCode.STORE_CORRUPT) {
                return new byte[0];
            }
            throw e;
        }
    }

    private static final class Reader {
        private final String run;
        private final ManifestMemory memory;
        private final List<CommittedCheckpoint> entries = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private long last;
        private String lastDigest = Digest.NONE;

        Reader(String run, ManifestMemory memory) {
            this.run = run;
            this.memory = memory;
        }

        void read(ObjectKey key, byte[] json) {
            String name = key.value().substring(Manifest.folder(run).value().length() + 1);
            if (!NAME.matcher(name).matches() || name.equals(Manifest.name(0))) {
                problems.add(new Problem(key, "is not named like a manifest"));
                return;
            }
            long number = Long.parseLong(name.substring(0, 10));
            for (long missing = last + 1; missing < number && missing <= last + 100; missing++) {
                problems.add(new Problem(Manifest.key(run, missing), "is missing though later manifests exist"));
            }
            boolean gap = number != last + 1;
            String expected = lastDigest;
            last = number;
            lastDigest = Digest.sha256(json);
            try {
                Manifest manifest = Manifest.read(json, run, number);
                memory.remember(key, json);
                // the manifest before it may be damaged beyond reading; this one is whole, and says what that one's
                // digest was
                if (!gap && !manifest.previous().equals(expected)) {
                    problems.add(new Problem(
                            number == 1 ? key : Manifest.key(run, number - 1),
                            "is not the manifest that " + key + " follows"));
                }
                if (!add(entries, manifest.checkpoint())) {
                    problems.add(new Problem(key, "repeats step " + manifest.step()));
                }
            } catch (IOException | IllegalArgumentException e) {
                problems.add(new Problem(key, "is damaged: " + firstLine(e)));
            }
        }

        private static String firstLine(Exception e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
        }
    }
}
