package dev.onset.game;

import dev.onset.game.ObservationSpec.Output;
import dev.onset.spectrum.MaskValues;
import java.util.List;

/**
 * One sample's games, one an output, that answer on masks drawn at random: any number of players.
 *
 * @param row the sample's features
 * @param baseline what an absent player shows, feature by feature
 * @param label the ground-truth class y
 */
public record SampledGame(
        MaskedGame game, float[] row, float[] baseline, PlayerGroups groups, int label, List<Output> scalars)
        implements MaskValues {
    @Override
    public int players() {
        return groups.size();
    }

    @Override
    public int outputs() {
        return scalars.size();
    }

    @Override
    public int batch() {
        return game.batch();
    }

    @Override
    public void evaluate(long[] masks, int count, double[][] values) {
        game.fill(row, baseline, groups, label, scalars, masks, count, values);
    }
}
