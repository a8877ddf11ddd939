package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.SplitCache;
import dev.onset.evaluate.Cut;
import dev.onset.game.ObservationSpec;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.game.ObservationSpec.Words;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StudyDocument;
import dev.onset.train.NetworkCost;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What is measured of games between fixed players of fixed samples, a slice of the samples a shard. */
abstract class SampledObservable extends NetworkObservable {
    private final ObservationSpec spec;

    /** As {@link NetworkObservable} has it. */
    SampledObservable(
            String version,
            StudyDocument study,
            DataSpec data,
            ObservationSpec spec,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network) {
        super(version, study, data, evaluation, splits, network);
        this.spec = spec;
    }

    final ObservationSpec spec() {
        return spec;
    }

    /** Adds what determines the result besides samples, players and outputs. */
    abstract void parameters(Map<String, Object> parameters, RunPoint point);

    /** How many of the study's samples it is measured of. */
    int samples() {
        return spec.samples();
    }

    @Override
    final Optional<Cut> cut() {
        return spec.players().cut();
    }

    /** The samples as the network that is asked takes them. */
    final PlayedSamples played(Asked asked) {
        return new PlayedSamples(data(), spec, asked.split(), asked.network(), asked.before());
    }

    @Override
    public final int shards() {
        return (samples() + spec.shardSize() - 1) / spec.shardSize();
    }

    @Override
    final void parameters(Map<String, Object> parameters, RunPoint point, int shard) {
        parameters.put(
                "samples",
                Map.of(
                        "train", spec.trainSamples(),
                        "test", spec.testSamples(),
                        "from", firstSample(shard),
                        "to", firstSample(shard + 1)));
        parameters.put("players", spec.players());
        parameters.put("baseline", spec.baseline());
        if (spec.baseline() == Baseline.MASK && !(spec.players() instanceof Words)) {
            parameters.put("frames", "stay"); // they were players once; words never were
        }
        parameters.put("outputs", spec.outputs());
        parameters(parameters, point);
    }

    /** Of all that it is measured of. */
    final int firstSample(int shard) {
        return Math.min(shard * spec.shardSize(), samples());
    }
}
