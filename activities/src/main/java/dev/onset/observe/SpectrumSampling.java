package dev.onset.observe;

import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.game.ObservationSpec.Output;
import dev.onset.game.SampledGame;
import dev.onset.game.SpectrumSpec;
import dev.onset.kind.StageProgress;
import dev.onset.observe.PlayedSamples.Played;
import dev.onset.spectrum.ExactSpectrum;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.spectrum.OrderSpectrum.Method;
import dev.onset.spectrum.Pilot;
import dev.onset.spectrum.SampledSpectrum;
import dev.onset.spectrum.SamplingSpec;
import java.util.Arrays;
import java.util.List;

/** How a study has the order spectra of one sample computed: from every coalition to twenty players, sampled beyond. */
record SpectrumSampling(ObservationSpec spec, long seed) {
    /** Half-width of the interval that a trial chooses for. */
    private static final double WIDTH = 0.05;

    /**
     * The spectra of a sample's games.
     *
     * @param index of the sample in the study's list, which its masks are a function of
     * @param outputs whose games they are
     * @param masked the same games, asked for masks
     */
    List<OrderSpectrum> of(
            MaskedGame game, Played sample, int label, int index, List<Output> outputs, MaskValues masked) {
        return sample.players().size() <= ExactSpectrum.MAX_PLAYERS
                ? exact(game.values(sample.row(), sample.baseline(), sample.players(), label, outputs))
                : sampled(masked, index);
    }

    /** A sample's games, of which every batch is progress of the stage. */
    static MaskValues masked(
            MaskedGame game, Played sample, int label, List<Output> outputs, String note, StageProgress progress) {
        MaskValues asked = new SampledGame(game, sample.row(), sample.baseline(), sample.players(), label, outputs);
        return new MaskValues() {
            @Override
            public int players() {
                return asked.players();
            }

            @Override
            public int outputs() {
                return asked.outputs();
            }

            @Override
            public int batch() {
                return asked.batch();
            }

            @Override
            public void evaluate(long[] masks, int count, double[][] values) {
                progress.alive(note);
                asked.evaluate(masks, count, values);
            }
        };
    }

    private List<OrderSpectrum> exact(double[][] values) {
        return Arrays.stream(values)
                .map(v -> ExactSpectrum.of(v, spec.spectrum().p()).spectrum())
                .toList();
    }

    private List<OrderSpectrum> sampled(MaskValues game, int index) {
        SpectrumSpec asked = spec.spectrum();
        Method method = switch (asked.estimator()) {
            case FLIP_ONE -> Method.FLIP_ONE;
            case FLIP_ALL -> Method.FLIP_ALL;
            case REDRAW -> Method.REDRAW;
            case AUTO -> Pilot.of(game, asked.p(), seed, index, WIDTH, 0).method();
        };
        return SampledSpectrum.of(game, new SamplingSpec(asked.p(), asked.draws(), method, seed, index));
    }
}
