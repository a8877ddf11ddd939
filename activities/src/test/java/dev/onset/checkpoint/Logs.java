package dev.onset.checkpoint;

import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tests of commit logs share: a run, its deterministic content, and an attempt that commits it step by step. */
final class Logs {
    static final String RUN = Digest.sha256("a run".getBytes(StandardCharsets.US_ASCII));

    private Logs() {}

    /** Stores what training gives at a step: always the same. */
    static Map<String, BlobRef> parts(ObjectStore store, long step) {
        return parts(store, step, "");
    }

    static Map<String, BlobRef> parts(ObjectStore store, long step, String flavour) {
        BlobStore blobs = new BlobStore(store);
        return Map.of(
                "parameters.npy", blobs.put(bytes("parameters of step " + step + flavour)),
                "updater.npy", blobs.put(bytes("updater of step " + step + flavour)));
    }

    static CommitLog open(ObjectStore store) {
        return CommitLog.open(store, RUN, CommitListener.NONE);
    }

    static ObjectKey manifest(long number) {
        return Manifest.key(RUN, number);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Remembers what it hears. */
    static final class Heard implements CommitListener {
        final List<String> damage = new ArrayList<>();
        final List<CommitOutcome> outcomes = new ArrayList<>();

        @Override
        public void committed(String run, long step, CommitOutcome outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void damaged(String run, String problem) {
            damage.add(problem);
        }
    }

    /**
     * One attempt at a run, a piece of work at a time, as a worker makes it: open and resume first, then commit the steps of
     * a schedule. It ends when it is done, fenced, or the store fails for good.
     */
    static final class Attempt {
        private final ObjectStore store;
        private final List<Long> schedule;
        private final String flavour;
        private Optional<CommitLog> log = Optional.empty();
        private int next;
        private boolean over;
        private Optional<CommitOutcome.Fenced> fenced = Optional.empty();
        /** Steps that the log is said to hold. */
        final List<Long> acknowledged = new ArrayList<>();

        Attempt(ObjectStore store, List<Long> schedule, String flavour) {
            this.store = store;
            this.schedule = schedule;
            this.flavour = flavour;
        }

        boolean over() {
            return over;
        }

        Optional<CommitOutcome.Fenced> fenced() {
            return fenced;
        }

        void work() {
            try {
                if (log.isEmpty()) {
                    resume();
                } else if (next == schedule.size()) {
                    over = true;
                } else {
                    commit(log.get());
                }
            } catch (OnsetException e) {
                over = true;
            }
        }

        private void resume() {
            CommitLog opened = open(store);
            long from = opened.newestAtOrBefore(Long.MAX_VALUE)
                    .checkpoint()
                    .map(CommittedCheckpoint::step)
                    .orElse(-1L);
            while (next < schedule.size()
                    && schedule.get(next) <= from
                    && opened.find(schedule.get(next)).isPresent()) {
                next++;
            }
            log = Optional.of(opened);
        }

        private void commit(CommitLog opened) {
            long step = schedule.get(next);
            CommitOutcome outcome = opened.commit(step, parts(store, step, flavour));
            if (outcome instanceof CommitOutcome.Committed || outcome instanceof CommitOutcome.AlreadyCommitted) {
                acknowledged.add(step);
                next++;
            } else if (outcome instanceof CommitOutcome.Fenced fence) {
                fenced = Optional.of(fence);
                over = true;
            }
        }

        void finish() {
            while (!over) {
                work();
            }
        }
    }
}
