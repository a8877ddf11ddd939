package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.data.Legend;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.observe.InteractionFiles.GameFacts;
import dev.onset.observe.InteractionFiles.SampleFacts;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.report.SampleDrawing;
import dev.onset.twophase.report.SampleDrawing.Interaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A sample's strongest interactions, ready to be drawn on the sample. */
final class Drawings {
    private static final int STRONGEST = 6;
    private static final int COLOURS = 3;

    private Drawings() {}

    static SampleDrawing of(
            ObservedSample sample, int output, long step, Split split, DataSpec data, Baseline baseline) {
        SampleFacts facts = sample.facts();
        GameFacts game = facts.games().get(output);
        double effect = game.valueOfAll() - game.valueOfEmpty();
        String title = facts.split() + " " + facts.position() + ", class " + facts.label();
        List<Interaction> strongest = strongest(sample.and(output), sample.or(output));
        boolean training = facts.split().equals("train");
        float[] rows = training ? split.trainRows() : split.testRows();
        int from = facts.position() * data.features();
        if (data.shape().size() == 3) {
            return image(title, step, effect, strongest, rows, from, data.shape(), facts.players());
        }
        if (!split.legend().tokens().isEmpty()) {
            ReadText text = ReadText.of(split.legend(), baseline, rows, from, data.features());
            return new SampleDrawing.Sentence(
                    title,
                    step,
                    effect,
                    strongest,
                    text.words(),
                    facts.players(),
                    facts.players().stream().map(text::wordsOf).toList());
        }
        List<String> names = new ArrayList<>();
        double[] values = new double[facts.players().size()];
        for (int player = 0; player < values.length; player++) {
            int[] features = facts.players().get(player);
            names.add(name(features, split.legend()));
            for (int feature : features) {
                values[player] += rows[from + feature] / features.length;
            }
        }
        return new SampleDrawing.Features(title, step, effect, strongest, names, values);
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
    private static SampleDrawing image(
            String title,
            long step,
            double effect,
            List<Interaction> strongest,
            float[] rows,
            int from,
            List<Integer> shape,
            List<int[]> players) {
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
        List<int[]> outlines = players.stream()
                .map(features -> IntStream.of(features).filter(f -> f < pixels).toArray())
                .toList();
        return new SampleDrawing.Image(
                title, step, effect, strongest, shape.get(1), shape.get(2), grey, outlines, colour);
    }

    /** Takes the least to 0 and the largest to 1. */
    private static void stretch(double[] values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        for (int i = 0; i < values.length; i++) {
            values[i] = high > low ? (values[i] - low) / (high - low) : 0;
        }
    }

    private static List<Interaction> strongest(double[] and, double[] or) {
        List<Interaction> all = new ArrayList<>();
        for (int coalition = 1; coalition < and.length; coalition++) {
            add(all, true, and[coalition], coalition);
            add(all, false, or[coalition], coalition);
        }
        return all.stream()
                .sorted(Comparator.comparingDouble((Interaction i) -> -Math.abs(i.effect())))
                .limit(STRONGEST)
                .toList();
    }

    private static void add(List<Interaction> all, boolean and, double effect, int coalition) {
        if (effect != 0) {
            int[] members = IntStream.range(0, Integer.SIZE)
                    .filter(player -> (coalition >>> player & 1) == 1)
                    .toArray();
            all.add(new Interaction(and, effect, members));
        }
    }
}
