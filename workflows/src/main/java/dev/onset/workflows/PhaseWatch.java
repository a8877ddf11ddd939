package dev.onset.workflows;

import dev.onset.contracts.LiveReading;
import dev.onset.contracts.ReadingRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a run's phase behind its observations: one reading at a time, each of all checkpoints that are observed without a gap
 * by then.
 */
final class PhaseWatch {
    private final RunRef run;
    private final OperatorGate gate;
    private final Consumer<LiveReading> heard;
    private final Map<Integer, Integer> beyond = new TreeMap<>();
    private int shards;
    private int prefix;
    private @Nullable FitActivities reader;
    private boolean reading;
    private LiveReading latest;

    /** @param heard told every reading */
    PhaseWatch(RunRef run, OperatorGate gate, LiveReading known, Consumer<LiveReading> heard) {
        this.run = run;
        this.gate = gate;
        this.latest = known;
        this.heard = heard;
    }

    /** Begins to count what is observed. */
    void begin(RunPlan plan) {
        shards = plan.shards();
        reader = Workflow.newActivityStub(FitActivities.class, StageOptions.fit("read the phase of " + plan.point()));
    }

    /** Goes on until the run ends; call it on a thread of its own. */
    void watch() {
        while (true) {
            Workflow.await(() -> prefix > latest.checkpoints());
            int to = prefix;
            LiveReading reading = gate.attempt("read phase", () -> read(to));
            latest = reading;
            heard.accept(reading);
        }
    }

    private LiveReading read(int to) {
        FitActivities known = Objects.requireNonNull(reader, "begun");
        reading = true;
        try {
            return known.readPhase(new ReadingRequest(run, latest, to));
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

    LiveReading latest() {
        return latest;
    }
}
