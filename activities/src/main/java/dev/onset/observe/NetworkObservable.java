package dev.onset.observe;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.evaluate.Cut;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.MeteredEvaluator;
import dev.onset.evaluate.SplitNetwork;
import dev.onset.kind.Observable;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import dev.onset.train.NetworkCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What is measured by asking a checkpoint's network about a study's data. Safe for several threads. */
abstract class NetworkObservable implements Observable {
    /** About, on one core of a 2020s server. */
    static final double SECONDS_PER_FORWARD_FLOP = 1.0 / 20e9;

    private final String version;
    private final StudyDocument study;
    private final DataSpec data;
    private final Evaluation evaluation;
    private final SplitCache splits;
    private final Function<RunPoint, NetworkCost> network;

    /**
     * @param version of the implementation, changed whenever its results change
     * @param evaluation how a checkpoint's network is asked
     * @param network what the network of a run costs
     */
    NetworkObservable(
            String version,
            StudyDocument study,
            DataSpec data,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network) {
        this.version = version;
        this.study = study;
        this.data = data;
        this.evaluation = evaluation;
        this.splits = splits;
        this.network = network;
    }

    final StudyDocument study() {
        return study;
    }

    final DataSpec data() {
        return data;
    }

    final NetworkCost network(RunPoint point) {
        return network.apply(point);
    }

    /** Adds what determines the result besides the network, the data, and how it is asked. */
    abstract void parameters(Map<String, Object> parameters, RunPoint point, int shard);

    /** Measures one shard; returns files by output name. */
    abstract Map<String, Path> measure(Asked asked, int shard, Path folder, StageProgress progress) throws IOException;

    /** Whether anything is measured of a checkpoint; where not, its network is not opened. */
    boolean asks(RunPoint point, long step) {
        return true;
    }

    /** What is left where nothing is measured; files by output name. */
    Map<String, Path> unasked(Path folder) throws IOException {
        throw new IllegalStateException(name() + " is measured everywhere");
    }

    /** Where the network is split for what is measured; empty where it is asked whole. */
    Optional<Cut> cut() {
        return Optional.empty();
    }

    /**
     * A network that is open to be asked, and what it is asked about.
     *
     * @param before makes its rows of examples; absent where it takes examples themselves
     * @param subject the checkpoint whose network it is, and what the observation goes on from
     */
    record Asked(
            StageContext context,
            Evaluator network,
            Optional<Evaluator> before,
            Split split,
            Subject subject,
            RunMetrics metrics) {
        long step() {
            return subject.checkpoint().step();
        }
    }

    @Override
    public final Device device() {
        return evaluation.device();
    }

    @Override
    public final Profile profile(StageContext context) {
        return evaluation.profile(context);
    }

    @Override
    public final Fingerprint settings(RunPoint point, int shard, String profile) {
        Map<String, Object> parameters = new TreeMap<>(evaluation.parameters());
        parameters.put("data", data.bothParts());
        parameters(parameters, point, shard);
        return Fingerprint.of(
                name(), version, parameters, study.inputDigests(data.sources().keySet()), profile);
    }

    @Override
    public final SortedMap<String, String> inputs(CommittedCheckpoint checkpoint) {
        return evaluation.inputs(checkpoint);
    }

    @Override
    public final StageProduct observe(StageContext context, Subject subject, Path folder, StageProgress progress)
            throws IOException {
        RunPoint point = subject.point();
        CommittedCheckpoint checkpoint = subject.checkpoint();
        if (!asks(point, checkpoint.step())) {
            return StageProduct.of(unasked(folder));
        }
        Split split = splits.of(context, study, data);
        RunMetrics metrics = context.metrics().run(study.spec().study(), point.name());
        try (SplitNetwork opened = open(context, checkpoint);
                Evaluator network = new MeteredEvaluator(opened.after(), metrics::evaluated)) {
            Asked asked = new Asked(context, network, opened.before(), split, subject, metrics);
            return StageProduct.of(measure(asked, subject.shard(), folder, progress));
        }
    }

    private SplitNetwork open(StageContext context, CommittedCheckpoint checkpoint) {
        return cut().map(cut -> evaluation.open(context, checkpoint, cut))
                .orElseGet(() -> SplitNetwork.whole(evaluation.open(context, checkpoint)));
    }
}
