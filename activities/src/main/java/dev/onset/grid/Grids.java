package dev.onset.grid;

import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.FieldException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bounds that grids of runs share. */
public final class Grids {
    /** Runs a study may have, so that the history of its workflow stays far below what one may hold. */
    private static final int MAX_RUNS = 1_000;

    private Grids() {}

    /** An axis of a grid: enough values, none twice. */
    public static <T> List<T> axis(String field, @Nullable List<T> values, int least) {
        List<T> axis = values == null ? List.of() : List.copyOf(values);
        if (axis.size() < least) {
            throw new FieldException(field, "names no value; a grid needs one at least");
        }
        if (axis.stream().distinct().count() != axis.size()) {
            throw new FieldException(field, "names a value twice");
        }
        return axis;
    }

    public static void bound(long runs) {
        if (runs > MAX_RUNS) {
            throw new FieldException("grid", "has " + runs + " runs; a study may have " + MAX_RUNS + "; split it");
        }
    }

    public static void schedule(CheckpointSpec checkpoints, long steps) {
        if (checkpoints.lastStep() > steps) {
            throw new FieldException(
                    "checkpoints", "reach step " + checkpoints.lastStep() + " but training.steps is " + steps);
        }
    }
}
