package dev.onset.workflows;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Which observation activities of a run are done, which are not yet; indices count shards in schedule order. */
final class ObservationLedger {
    /** More are not passed over: a run that is continued carries them along. */
    private static final int MOST_WAITING = 1_000;

    /** Passed over, as what they go on from was not done, or started in an earlier execution of the run and not done there. */
    private final TreeSet<Integer> waiting;

    private final TreeSet<Integer> open = new TreeSet<>();
    private int next;
    private int done;

    /** @param unfinished indices below the first that was never reached */
    ObservationLedger(int done, List<Integer> unfinished) {
        this.done = done;
        this.waiting = new TreeSet<>(unfinished);
        this.next = done + unfinished.size();
    }

    /** Tells of everything that was done before this execution. */
    void eachDone(IntConsumer consumer) {
        for (int index = 0; index < next; index++) {
            if (isDone(index)) {
                consumer.accept(index);
            }
        }
    }

    private boolean isDone(int index) {
        return index < next && !waiting.contains(index) && !open.contains(index);
    }

    private boolean isReady(int index, IntFunction<OptionalInt> before) {
        OptionalInt first = before.apply(index);
        return first.isEmpty() || isDone(first.getAsInt());
    }

    /**
     * The first that can be started.
     *
     * @param durable activities whose checkpoint is durable
     * @param before the observation that has to be done before one, if any
     */
    OptionalInt ready(int durable, IntFunction<OptionalInt> before) {
        for (int index : waiting) {
            if (isReady(index, before)) {
                return OptionalInt.of(index);
            }
        }
        int most = Math.min(durable, next + MOST_WAITING - waiting.size());
        for (int index = next; index < most; index++) {
            if (isReady(index, before)) {
                return OptionalInt.of(index);
            }
        }
        return OptionalInt.empty();
    }

    /** Starts one that is ready; those before it that are not wait. */
    void start(int index) {
        if (!waiting.remove(index)) {
            while (next < index) {
                waiting.add(next++);
            }
            next = index + 1;
        }
        open.add(index);
    }

    void finish(int index) {
        open.remove(index);
        done++;
    }

    /** Started here and not done. */
    int open() {
        return open.size();
    }

    int done() {
        return done;
    }

    /** What another execution has to do again. */
    List<Integer> unfinished() {
        TreeSet<Integer> all = new TreeSet<>(open);
        all.addAll(waiting);
        return new ArrayList<>(all);
    }
}
