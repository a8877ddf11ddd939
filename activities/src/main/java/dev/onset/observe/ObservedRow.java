package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.Legend;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import java.util.Arrays;

/** One of a study's samples: training samples first, then test samples. */
record ObservedRow(
        String split, int position, int dataRow, int label, boolean mislabelled, float[] row, PlayerGroups players) {

    static ObservedRow of(int index, DataSpec data, ObservationSpec spec, Split split) {
        boolean training = spec.isTraining(index);
        int position = spec.position(index);
        int features = data.features();
        float[] rows = training ? split.trainRows() : split.testRows();
        float[] row = Arrays.copyOfRange(rows, position * features, (position + 1) * features);
        return new ObservedRow(
                training ? "train" : "test",
                position,
                (training ? split.trainIndices() : split.testIndices())[position],
                (training ? split.trainLabels() : split.testLabels())[position],
                training ? split.trainMislabelled(position) : split.testMislabelled(position),
                row,
                PlayerGroups.of(spec.players(), data.shape(), row, split.legend()));
    }

    /** What an absent player shows. What frames a text stays: were fillers hidden too, hiding would make the text longer. */
    float[] baseline(ObservationSpec spec, Split split) {
        return switch (spec.baseline()) {
            case ZERO -> new float[row.length];
            case MEAN -> split.trainMean();
            case MASK -> {
                Legend legend = split.legend();
                float[] masks = new float[row.length];
                for (int i = 0; i < row.length; i++) {
                    masks[i] = legend.isFrame((int) row[i]) ? row[i] : legend.mask();
                }
                yield masks;
            }
        };
    }
}
