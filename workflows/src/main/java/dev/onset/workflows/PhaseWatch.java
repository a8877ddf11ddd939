package dev.onset.workflows;

import dev.onset.contracts.LiveReading;
import dev.onset.contracts.ReadingRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

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
    private boolean watching;
    private LiveReading latest;

    /** @param heard told every reading */
    PhaseWatch(RunRef run, OperatorGate gate, LiveReading known, Consumer<LiveReading> heard) {
        this.run = run;
        this.gate = gate;
        this.latest = known;
        this.heard = heard;
    }

    /**
     * Goes on until the run ends; call it on a thread of its own.
     *
     * @param observed observation activities that were done, in schedule order, before this execution
     */
    void watch(RunPlan plan, int observed) {
        if (!plan.live()) {
            return;
        }
        shards = plan.shards();
        prefix = observed / shards;
        beyond.merge(prefix, observed % shards, Integer::sum);
        watching = true;
        FitActivities reader =
                Workflow.newActivityStub(FitActivities.class, StageOptions.fit("read the phase of " + plan.point()));
        while (true) {
            Workflow.await(() -> prefix > latest.checkpoints());
            int to = prefix;
            LiveReading reading =
                    gate.attempt("read phase", () -> reader.readPhase(new ReadingRequest(run, latest, to)));
            latest = reading;
            heard.accept(reading);
        }
    }

    /** One shard of a checkpoint is observed. */
    void observed(int checkpoint) {
        beyond.merge(checkpoint, 1, Integer::sum);
        while (shards > 0 && beyond.getOrDefault(prefix, 0) == shards) {
            beyond.remove(prefix);
            prefix++;
        }
    }

    /** Whether something observed is not read yet. */
    boolean isBehind() {
        return watching && prefix > latest.checkpoints();
    }

    LiveReading latest() {
        return latest;
    }
}
