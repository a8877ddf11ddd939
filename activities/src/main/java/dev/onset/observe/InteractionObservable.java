package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.SplitCache;
import dev.onset.game.ObservationSpec;
import dev.onset.interactions.SparseExtractor;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.train.NetworkCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The AND-OR interactions of fixed samples between fixed players, a slice of the samples a shard. */
public final class InteractionObservable extends SampledObservable {
    public static final String NAME = "interactions";

    /**
     * @param evaluation how a checkpoint's network is asked
     * @param network what the network of a run costs
     */
    public InteractionObservable(
            StudyDocument study,
            DataSpec data,
            ObservationSpec spec,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network) {
        super("3", study, data, spec, evaluation, splits, network);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    void parameters(Map<String, Object> parameters, RunPoint point) {
        parameters.put("extractor", SparseExtractor.VERSION);
        parameters.put("noise", spec().noise());
        parameters.put("tolerance", spec().tolerance());
        parameters.put("maxIterations", spec().maxIterations());
        parameters.put("canonical", spec().canonical());
    }

    @Override
    Map<String, Path> measure(Asked asked, int shard, Path folder, StageProgress progress) throws IOException {
        return new InteractionObserver(played(asked), asked.step(), asked.metrics())
                .observe(asked.network(), firstSample(shard), firstSample(shard + 1), folder, progress);
    }

    @Override
    public Cost cost(RunPoint point) {
        return InteractionCost.of(data(), spec(), network(point));
    }
}
