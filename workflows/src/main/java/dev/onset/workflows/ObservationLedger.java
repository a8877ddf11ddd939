package dev.onset.workflows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** Which observation activities of a run are done, which are not yet; indices count shards in schedule order. */
final class ObservationLedger {
    /** Started in an earlier execution of the run and not done there. */
    private final Deque<Integer> again;

    private final TreeSet<Integer> open = new TreeSet<>();
    private int next;
    private int done;

    /** @param unfinished indices below the first that was never started */
    ObservationLedger(int done, List<Integer> unfinished) {
        this.done = done;
        this.again = new ArrayDeque<>(unfinished);
        this.next = done + unfinished.size();
    }

    /** Tells of everything that was done before this execution. */
    void eachDone(IntConsumer consumer) {
        for (int index = 0; index < next; index++) {
            if (!again.contains(index) && !open.contains(index)) {
                consumer.accept(index);
            }
        }
    }

    /** @param durable activities whose checkpoint is durable */
    boolean canStart(int durable) {
        return !again.isEmpty() || next < durable;
    }

    int start() {
        int index = again.isEmpty() ? next++ : again.removeFirst();
        open.add(index);
        return index;
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
        all.addAll(again);
        return new ArrayList<>(all);
    }
}
