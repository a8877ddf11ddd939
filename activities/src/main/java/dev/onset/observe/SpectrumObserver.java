package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.evaluate.Evaluator;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.kind.RunGauge;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.store.CrashPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The order spectra of a few samples of one network: from every coalition to twenty players, sampled beyond. */
final class SpectrumObserver {
    private static final RunGauge MEAN_ORDER =
            RunGauge.of("order.mean", "Mean order of the order spectrum at the newest step observed");

    private final DataSpec data;
    private final ObservationSpec spec;
    private final Split split;
    private final long seed;
    private final long step;
    private final RunMetrics metrics;

    SpectrumObserver(DataSpec data, ObservationSpec spec, Split split, long seed, long step, RunMetrics metrics) {
        this.data = data;
        this.spec = spec;
        this.split = split;
        this.seed = seed;
        this.step = step;
        this.metrics = metrics;
    }

    /**
     * Observes samples {@code from} to {@code to} of the study's sample list.
     *
     * @return files by output name
     */
    Map<String, Path> observe(Evaluator network, int from, int to, Path folder, StageProgress progress)
            throws IOException {
        MaskedGame game = new MaskedGame(network);
        List<SpectrumFiles.SampleSpectra> samples = new ArrayList<>();
        int players = 0;
        for (int index = from; index < to; index++) {
            CrashPoints.DURING_OBSERVATION.pass();
            String note = "spectrum of sample " + (index + 1) + " of " + spec.samples();
            progress.alive(note);
            ObservedRow sample = ObservedRow.of(index, data, spec, split);
            players = sample.players().size();
            float[] baseline = sample.baseline(spec, split);
            MaskValues masked = SpectrumSampling.masked(game, sample, baseline, spec.outputs(), note, progress);
            List<OrderSpectrum> found =
                    new SpectrumSampling(spec, seed).of(game, sample, index, baseline, spec.outputs(), masked);
            samples.add(new SpectrumFiles.SampleSpectra(
                    sample.split(), sample.position(), sample.dataRow(), sample.label(), sample.mislabelled(), found));
        }
        samples.stream()
                .flatMap(sample -> sample.outputs().get(0).meanOrder().stream())
                .mapToDouble(Estimate::value)
                .average()
                .ifPresent(mean -> metrics.gauge(MEAN_ORDER, step, from, mean));
        return SpectrumFiles.write(folder, players, samples);
    }
}
