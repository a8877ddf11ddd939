package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.SplitCache;
import dev.onset.game.CloserSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.game.SpectrumSpec;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.observe.CloserFiles.Look;
import dev.onset.recovery.SparseRecovery;
import dev.onset.train.NetworkCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The closer look at a few samples, at the last checkpoint of the runs it is taken of. At all others it asks the network nothing
 * and leaves an empty list, so that what a study observes is the same at every checkpoint. The spectra have fingerprints of
 * their own: asking for it later computes none of them again.
 */
public final class CloserObservable extends SampledObservable {
    public static final String NAME = "closer-look";

    private final Predicate<RunPoint> taken;

    /**
     * @param evaluation how a checkpoint's network is asked
     * @param network what the network of a run costs
     * @param taken of which runs
     */
    public CloserObservable(
            StudyDocument study,
            DataSpec data,
            ObservationSpec spec,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network,
            Predicate<RunPoint> taken) {
        super("1", study, data, spec, evaluation, splits, network);
        this.taken = taken;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    int samples() {
        return asked().samples();
    }

    @Override
    void parameters(Map<String, Object> parameters, RunPoint point) {
        SpectrumSpec spectrum = spec().spectrum();
        // what was another run's end is looked at no more, and its new end is
        parameters.put("at", taken.test(point) ? point.lastStep() : -1);
        parameters.put("p", spectrum.p());
        parameters.put("seed", study().spec().seed());
        parameters.put("zoom", asked().zoom());
        parameters.put("passes", asked().passes());
        if (asked().passes() > 0) {
            parameters.put("recovery", SparseRecovery.VERSION);
        }
        if (asked().zoom() > 0) {
            SpectrumObservable.sampling(parameters, spectrum);
            parameters.put("tolerance", spec().tolerance());
            parameters.put("maxIterations", spec().maxIterations());
            parameters.put("canonical", spec().canonical());
        }
    }

    @Override
    Map<String, Path> measure(Asked asked, int shard, Path folder, StageProgress progress) throws IOException {
        List<Look> found = new CloserObserver(played(asked), study().spec().seed(), asked.metrics())
                .observe(asked.network(), firstSample(shard), firstSample(shard + 1), progress);
        return CloserFiles.write(folder, found);
    }

    @Override
    boolean asks(RunPoint point, long step) {
        return taken.test(point) && step == point.lastStep();
    }

    @Override
    Map<String, Path> unasked(Path folder) throws IOException {
        return CloserFiles.write(folder, List.of());
    }

    /** That of the one look, over all checkpoints. */
    @Override
    public Cost cost(RunPoint point) {
        double rows = 0;
        if (taken.test(point)) {
            // the spectrum, the share explained, the extraction; then the recovery
            int draws = spec().spectrum().draws();
            rows += asked().zoom() > 0 ? 4.0 * draws + (1 << asked().zoom()) : 0;
            rows += asked().passes();
        }
        double each = rows * samples() / shards() / point.schedule().size();
        return new Cost(Math.round(each), 0, each * network(point).forwardFlops() * SECONDS_PER_FORWARD_FLOP);
    }

    private CloserSpec asked() {
        return spec().spectrum().closer();
    }
}
