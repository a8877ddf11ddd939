package dev.onset.contracts;

import java.util.List;
import java.util.TreeSet;

/**
 * The steps at which checkpoints are committed and observed: step 0 and the union of all rules.
 *
 * @param log logarithmically spaced steps; rounded, so near ones may coincide
 * @param linear equally spaced steps
 * @param explicit further steps
 */
public record CheckpointSpec(List<Log> log, List<Linear> linear, List<Long> explicit) {
    /** {@code count} steps from {@code from} to {@code to}, equally spaced in their logarithm. */
    public record Log(long from, long to, int count) {
        public Log {
            Require.within("from", from, 1, 1_000_000_000L);
            Require.within("to", to, from, 1_000_000_000L);
            Require.within("count", count, 2, 10_000);
        }
    }

    /** Every {@code every} steps from {@code from} to {@code to}. */
    public record Linear(long from, long to, long every) {
        public Linear {
            Require.within("from", from, 0, 1_000_000_000L);
            Require.within("to", to, from, 1_000_000_000L);
            Require.within("every", every, 1, 1_000_000_000L);
            Require.within("every", (to - from) / every, 0, 10_000);
        }
    }

    public CheckpointSpec {
        log = log == null ? List.of() : List.copyOf(log);
        linear = linear == null ? List.of() : List.copyOf(linear);
        explicit = explicit == null ? List.of() : List.copyOf(explicit);
        for (long step : explicit) {
            Require.within("explicit", step, 0, 1_000_000_000L);
        }
        if (log.isEmpty() && linear.isEmpty() && explicit.isEmpty()) {
            throw new FieldException("checkpoints", "names no steps; give log, linear or explicit");
        }
    }

    /** All steps, ascending, step 0 first. */
    public List<Long> steps() {
        TreeSet<Long> steps = new TreeSet<>(explicit);
        steps.add(0L);
        for (Log rule : log) {
            double ratio = Math.log((double) rule.to() / rule.from());
            for (int i = 0; i < rule.count(); i++) {
                steps.add(Math.round(rule.from() * Math.exp(ratio * i / (rule.count() - 1))));
            }
        }
        for (Linear rule : linear) {
            for (long step = rule.from(); step <= rule.to(); step += rule.every()) {
                steps.add(step);
            }
        }
        return List.copyOf(steps);
    }

    /** The last step that is committed. */
    public long lastStep() {
        List<Long> steps = steps();
        return steps.get(steps.size() - 1);
    }
}
