package dev.onset.observe;

import dev.onset.evaluate.Evaluator;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.game.SampledGame;
import dev.onset.game.SpectrumSpec;
import dev.onset.kind.RunGauge;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.spectrum.BlockMemory;
import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.ExactSpectrum;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.spectrum.OrderSpectrum.Method;
import dev.onset.spectrum.Pilot;
import dev.onset.spectrum.SampledSpectrum;
import dev.onset.spectrum.SamplingSpec;
import dev.onset.store.CrashPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The order spectra of a few samples of one network: from every coalition to twenty players, sampled beyond. */
final class SpectrumObserver {
    private static final RunGauge MEAN_ORDER =
            RunGauge.of("order.mean", "Mean order of the order spectrum at the newest step observed");
    /** Half-width of the interval that a trial chooses for. */
    private static final double WIDTH = 0.05;

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
            SampledGame masked = new SampledGame(
                    game, played.row(), played.baseline(), played.players(), sample.label(), spec.outputs());
            List<OrderSpectrum> found = players <= ExactSpectrum.MAX_PLAYERS
                    ? exact(game.values(
                            played.row(), played.baseline(), played.players(), sample.label(), spec.outputs()))
                    : sampled(told(masked, note, progress), index);
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

    private List<OrderSpectrum> exact(double[][] values) {
        return Arrays.stream(values)
                .map(v -> ExactSpectrum.of(v, spec.spectrum().p()).spectrum())
                .toList();
    }

    private List<OrderSpectrum> sampled(MaskValues game, int sample) {
        SpectrumSpec asked = spec.spectrum();
        Method method = switch (asked.estimator()) {
            case FLIP_ONE -> Method.FLIP_ONE;
            case FLIP_ALL -> Method.FLIP_ALL;
            case REDRAW -> Method.REDRAW;
            case AUTO -> Pilot.of(game, asked.p(), seed, sample, WIDTH, 0).method();
        };
        return SampledSpectrum.of(
                game, new SamplingSpec(asked.p(), asked.draws(), method, seed, sample), BlockMemory.NONE);
    }

    /** A game whose every batch is progress of the stage. */
    private static MaskValues told(MaskValues game, String note, StageProgress progress) {
        return new MaskValues() {
            @Override
            public int players() {
                return game.players();
            }

            @Override
            public int outputs() {
                return game.outputs();
            }

            @Override
            public void evaluate(long[] masks, int count, double[][] values) {
                progress.alive(note);
                game.evaluate(masks, count, values);
            }
        };
    }
}
