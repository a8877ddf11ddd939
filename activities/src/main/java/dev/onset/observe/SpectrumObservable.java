package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.SplitCache;
import dev.onset.game.ObservationSpec;
import dev.onset.game.SpectrumSpec;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.spectrum.ExactSpectrum;
import dev.onset.train.NetworkCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The order spectra of fixed samples between fixed players, a slice of the samples a shard. */
public final class SpectrumObservable extends SampledObservable {
    public static final String NAME = "order-spectrum";

    /** Of masks whose distance is taken for the shares. */
    private static final double SECONDS_PER_PAIR = 3e-9;

    /**
     * @param evaluation how a checkpoint's network is asked
     * @param network what the network of a run costs
     */
    public SpectrumObservable(
            StudyDocument study,
            DataSpec data,
            ObservationSpec spec,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network) {
        super("1", study, data, spec, evaluation, splits, network);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    void parameters(Map<String, Object> parameters, RunPoint point) {
        SpectrumSpec asked = spec().spectrum();
        parameters.put("p", asked.p());
        if (players() > ExactSpectrum.MAX_PLAYERS) {
            parameters.put("seed", study().spec().seed());
            sampling(parameters, asked);
        }
    }

    /** What determines a sampled spectrum besides its seed. */
    static void sampling(Map<String, Object> parameters, SpectrumSpec asked) {
        parameters.put("draws", asked.draws());
        parameters.put("estimator", asked.estimator());
        if (asked.estimator() == SpectrumSpec.Estimator.AUTO || asked.estimator() == SpectrumSpec.Estimator.REDRAW) {
            // at first it was left: those spectra alone are computed again
            parameters.put("redraw", "bias made good");
        }
    }

    @Override
    Map<String, Path> measure(Asked asked, int shard, Path folder, StageProgress progress) throws IOException {
        return new SpectrumObserver(played(asked), study().spec().seed(), asked.step(), asked.metrics())
                .observe(asked.network(), firstSample(shard), firstSample(shard + 1), folder, progress);
    }

    @Override
    public Cost cost(RunPoint point) {
        double samples = (double) spec().samples() / spec().shards();
        int players = players();
        long passes = players <= ExactSpectrum.MAX_PLAYERS
                ? 1L << players
                : 2L * spec().spectrum().draws();
        long rows = Math.round(samples * passes);
        double pairs = players <= ExactSpectrum.MAX_PLAYERS
                ? 0
                : Math.pow(spec().spectrum().draws(), 2) / 2;
        int outputs = spec().outputs().size();
        return new Cost(
                rows,
                Math.round(samples * outputs * 2 * Double.BYTES * players),
                rows * network(point).forwardFlops() * SECONDS_PER_FORWARD_FLOP
                        + samples * outputs * pairs * SECONDS_PER_PAIR);
    }

    private int players() {
        return spec().players().number(data().features());
    }
}
