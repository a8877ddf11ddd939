package dev.onset.observe;

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

    private final PlayedSamples samples;
    private final ObservationSpec spec;
    private final long seed;
    private final long step;
    private final RunMetrics metrics;

    SpectrumObserver(PlayedSamples samples, long seed, long step, RunMetrics metrics) {
        this.samples = samples;
        this.spec = samples.spec();
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
        List<SpectrumFiles.SampleSpectra> spectra = new ArrayList<>();
        int players = 0;
        for (int index = from; index < to; index++) {
            CrashPoints.DURING_OBSERVATION.pass();
            String note = "spectrum of sample " + (index + 1) + " of " + spec.samples();
            progress.alive(note);
            ObservedRow sample = samples.at(index);
            PlayedSamples.Played played = samples.played(sample);
            players = played.players().size();
            MaskValues masked = SpectrumSampling.masked(game, played, sample.label(), spec.outputs(), note, progress);
            List<OrderSpectrum> found =
                    new SpectrumSampling(spec, seed).of(game, played, sample.label(), index, spec.outputs(), masked);
            spectra.add(new SpectrumFiles.SampleSpectra(
                    sample.split(), sample.position(), sample.dataRow(), sample.label(), sample.mislabelled(), found));
        }
        spectra.stream()
                .flatMap(sample -> sample.outputs().get(0).meanOrder().stream())
                .mapToDouble(Estimate::value)
                .average()
                .ifPresent(mean -> metrics.gauge(MEAN_ORDER, step, from, mean));
        return SpectrumFiles.write(folder, players, spectra);
    }
}
