package dev.onset.stages;

import dev.onset.kind.ObservedRun;
import java.util.AbstractList;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs with all that is observed of them, read as they are asked for: together they would not fit into memory. */
final class ManyRuns extends AbstractList<ObservedRun> {
    private final int size;
    private final IntFunction<ObservedRun> read;
    private @Nullable ObservedRun last;
    private int lastIndex = -1;

    ManyRuns(int size, IntFunction<ObservedRun> read) {
        this.size = size;
        this.read = read;
    }

    @Override
    public ObservedRun get(int index) {
        ObservedRun known = last;
        if (known == null || index != lastIndex) {
            known = read.apply(index);
            last = known;
            lastIndex = index;
        }
        return known;
    }

    @Override
    public int size() {
        return size;
    }
}
