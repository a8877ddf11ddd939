package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.data.Legend;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.interactions.Effect;
import dev.onset.observe.InteractionFiles.GameFacts;
import dev.onset.observe.InteractionFiles.SampleFacts;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.report.SampleDrawing;
import dev.onset.twophase.report.SampleDrawing.Interaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A sample's strongest interactions, ready to be drawn on the sample. */
final class Drawings {
    private static final int STRONGEST = 6;
    private static final int COLOURS = 3;

    private Drawings() {}

    /**
     * What is drawn of a sample.
     *
     * @param split train or test
     * @param position in its split
     * @param players feature indices of each player
     * @param effect v(N) - v(empty)
     * @param strongest interactions of these players, strongest first
     */
    record Drawn(
            String split, int position, int label, List<int[]> players, double effect, List<Interaction> strongest) {
        String title() {
            return Drawings.title(split, position, label);
        }
    }

    /** What a sample is called. */
    static String title(String split, int position, int label) {
        return split + " " + position + ", class " + label;
    }

    static SampleDrawing of(
            ObservedSample sample, int output, long step, Split split, DataSpec data, Baseline baseline) {
        SampleFacts facts = sample.facts();
        GameFacts game = facts.games().get(output);
        return of(
                new Drawn(
                        facts.split(),
                        facts.position(),
                        facts.label(),
                        facts.players(),
                        game.valueOfAll() - game.valueOfEmpty(),
                        interactions(Effect.strongest(sample.and(output), sample.or(output), STRONGEST))),
                step,
                split,
                data,
                baseline);
    }

    static SampleDrawing of(Drawn drawn, long step, Split split, DataSpec data, Baseline baseline) {
        String title = drawn.title();
        float[] rows = drawn.split().equals("train") ? split.trainRows() : split.testRows();
        int from = drawn.position() * data.features();
        if (data.shape().size() == 3) {
            return image(drawn, step, rows, from, data.shape());
        }
        if (!split.legend().tokens().isEmpty()) {
            ReadText text = ReadText.of(split.legend(), baseline, rows, from, data.features());
            return new SampleDrawing.Sentence(
                    title,
                    step,
                    drawn.effect(),
                    drawn.strongest(),
                    text.words(),
                    drawn.players(),
                    drawn.players().stream().map(text::wordsOf).toList());
        }
        List<String> names = new ArrayList<>();
        double[] values = new double[drawn.players().size()];
        for (int player = 0; player < values.length; player++) {
            int[] features = drawn.players().get(player);
            names.add(name(features, split.legend()));
            for (int feature : features) {
                values[player] += rows[from + feature] / features.length;
            }
        }
        return new SampleDrawing.Features(title, step, drawn.effect(), drawn.strongest(), names, values);
    }

    /** Effects as they are drawn. */
    static List<Interaction> interactions(List<Effect> effects) {
        return effects.stream()
                .map(effect -> new Interaction(effect.and(), effect.value(), effect.players()))
                .toList();
    }

    /** What a player is called: its features' names, or their numbers. */
    private static String name(int[] features, Legend legend) {
        String first = name(features[0], legend);
        return features.length == 1 ? first : first + ".." + name(features[features.length - 1], legend);
    }

    private static String name(int feature, Legend legend) {
        return legend.features().isEmpty() ? "x" + feature : legend.features().get(feature);
    }

    /** Whether examples of a shape have red, green and blue. */
    static boolean inColour(List<Integer> shape) {
        return shape.size() == 3 && shape.get(0) == COLOURS;
    }

    /** Channels are averaged, three are shown as colours too; what they show is stretched to 0..1. */
    private static SampleDrawing image(Drawn drawn, long step, float[] rows, int from, List<Integer> shape) {
        int pixels = shape.get(1) * shape.get(2);
        double[] grey = new double[pixels];
        double[] planes = new double[inColour(shape) ? COLOURS * pixels : 0];
        for (int i = 0; i < shape.get(0) * pixels; i++) {
            grey[i % pixels] += rows[from + i] / shape.get(0);
            if (planes.length > 0) {
                planes[i] = rows[from + i];
            }
        }
        stretch(grey);
        stretch(planes); // by the same amount, or colours would be others
        List<double[]> colour = IntStream.range(0, planes.length / pixels)
                .mapToObj(channel -> Arrays.copyOfRange(planes, channel * pixels, (channel + 1) * pixels))
                .toList();
        List<int[]> outlines = drawn.players().stream()
                .map(features -> IntStream.of(features).filter(f -> f < pixels).toArray())
                .toList();
        return new SampleDrawing.Image(
                drawn.title(),
                step,
                drawn.effect(),
                drawn.strongest(),
                shape.get(1),
                shape.get(2),
                grey,
                outlines,
                colour);
    }

    /** Takes the least to 0 and the largest to 1. */
    private static void stretch(double[] values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        for (int i = 0; i < values.length; i++) {
            values[i] = high > low ? (values[i] - low) / (high - low) : 0;
        }
    }
}
