package dev.onset.workflows;

import dev.onset.contracts.Reading;
import dev.onset.contracts.ReadingRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.StageRoute;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a run stands behind its observations: one reading at a time, each of all checkpoints that are observed without a
 * gap by then.
 */
final class ReadingWatch {
    private final RunRef run;
    private final OperatorGate gate;
    private final Presence presence;
    private final Consumer<Reading> heard;
    private final Map<Integer, Integer> beyond = new TreeMap<>();
    private int shards;
    private int prefix;
    private @Nullable ReadingActivities reader;
    private boolean reading;
    private Reading latest;

    /** @param heard told every reading */
    ReadingWatch(RunRef run, OperatorGate gate, Presence presence, Reading known, Consumer<Reading> heard) {
        this.run = run;
        this.gate = gate;
        this.presence = presence;
        this.latest = known;
        this.heard = heard;
    }

    /** Begins to count what is observed. */
    void begin(RunPlan plan) {
        shards = plan.shards();
        reader = Workflow.newActivityStub(
                ReadingActivities.class, StageOptions.read("read where " + plan.point() + " stands"));
    }

    /** Goes on until the run ends; call it on a thread of its own. */
    void watch() {
        while (true) {
            Workflow.await(() -> prefix > latest.checkpoints());
            int to = prefix;
            Reading next = gate.attempt("read", () -> read(to));
            latest = next;
            heard.accept(next);
        }
    }

    private Reading read(int to) {
        ReadingActivities known = Objects.requireNonNull(reader, "begun");
        reading = true;
        try {
            return presence.during(
                    "read", StageRoute.unpinned(Queues.PLAN), () -> known.read(new ReadingRequest(run, latest, to)));
        } finally {
            reading = false;
        }
    }

    /** One shard of a checkpoint is observed. */
    void observed(int checkpoint) {
        if (shards == 0) {
            return; // nothing is read of this run
        }
        beyond.merge(checkpoint, 1, Integer::sum);
        while (beyond.getOrDefault(prefix, 0) == shards) {
            beyond.remove(prefix);
            prefix++;
        }
    }

    /** Whether something observed is not read yet. */
    boolean isBehind() {
        return prefix > latest.checkpoints();
    }

    /** Whether a reading is under way. */
    boolean isReading() {
        return reading;
    }

    Reading latest() {
        return latest;
    }
}
