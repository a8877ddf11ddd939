package dev.onset.threesteps;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** A number of the state, kept as a scalar. */
record NumberObservable(String name, DoubleUnaryOperator of) implements Observable {
    @Override
    public int shards() {
        return 1;
    }

    @Override
    public Profile profile(StageContext context) {
        return StepsProfile.current();
    }

    @Override
    public Fingerprint settings(RunPoint point, int shard, String profile) {
        return Fingerprint.of(name, "1", Map.of(), Map.of(), profile);
    }

    @Override
    public SortedMap<String, String> inputs(CommittedCheckpoint checkpoint) {
        return new TreeMap<>(Map.of("state", checkpoint.part(SumTrainer.STATE).sha256()));
    }

    @Override
    public StageProduct observe(StageContext context, Subject subject, Path folder, StageProgress progress)
            throws IOException {
        context.blobs().fetch(subject.checkpoint().part(SumTrainer.STATE), folder.resolve(SumTrainer.STATE));
        double value = of.applyAsDouble(SumTrainer.State.read(folder).value());
        return new StageProduct(Map.of(), Map.of("number", value));
    }

    @Override
    public Cost cost(RunPoint point) {
        return new Cost(0, 100, 0.001);
    }
}
