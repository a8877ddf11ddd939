package dev.onset.twophase.report;

import dev.onset.report.Later;
import dev.onset.report.Numbers;
import java.util.List;

/** A sample that its strongest interactions are drawn on. */
public sealed interface SampleDrawing permits SampleDrawing.Image, SampleDrawing.Sentence, SampleDrawing.Features {
    /** What the sample is, such as "test 17, digit 3". */
    String title();

    /** The step the interactions belong to. */
    long step();

    /** v(N) - v(empty): the effects of all interactions add up to it. */
    double effect();

    /** The strongest interactions, strongest first. */
    List<Interaction> interactions();

    /**
     * One interaction.
     *
     * @param and true for AND, false for OR
     * @param effect signed effect on v
     * @param players members, counted from 0
     */
    record Interaction(boolean and, double effect, int[] players) {
        public Interaction {
            Numbers.finite("interaction effect", effect);
            Numbers.that(players.length > 0, "an interaction has no members");
        }

        int order() {
            return players.length;
        }
    }

    /**
     * An image.
     *
     * @param grey height x width values, 0 background to 1 ink, row by row; of several channels their mean
     * @param players pixel indices (row * width + column) of each player
     * @param colour its red, green and blue as three planes like {@code grey}, 0 to 1; empty for one that has no colours
     */
    record Image(
            String title,
            long step,
            double effect,
            List<Interaction> interactions,
            int height,
            int width,
            double[] grey,
            List<int[]> players,
            @Later List<double[]> colour)
            implements SampleDrawing {
        private static final int CHANNELS = 3;

        public Image {
            interactions = List.copyOf(interactions);
            players = List.copyOf(players);
            colour = colour == null ? List.of() : List.copyOf(colour); // fits stored before there was any
            Numbers.finite("sample " + title + ": effect", effect);
            Numbers.length("sample " + title + ": grey", grey.length, height * width);
            Numbers.finite("sample " + title + ": grey", grey);
            Numbers.that(
                    colour.isEmpty() || colour.size() == CHANNELS,
                    "sample " + title + ": an image has " + colour.size() + " colours; expected red, green and blue");
            for (double[] plane : colour) {
                Numbers.length("sample " + title + ": colour", plane.length, height * width);
                Numbers.finite("sample " + title + ": colour", plane);
            }
            for (int[] player : players) {
                for (int pixel : player) {
                    Numbers.that(
                            pixel >= 0 && pixel < grey.length,
                            "sample " + title + ": pixel " + pixel + " of " + grey.length);
                }
            }
            members(title, interactions, players.size());
        }

        /** Its values as they are drawn: one a pixel, or three of each, red, green and blue. */
        double[] drawn() {
            if (colour.isEmpty()) {
                return grey;
            }
            double[] drawn = new double[CHANNELS * grey.length];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = colour.get(i % CHANNELS)[i / CHANNELS];
            }
            return drawn;
        }
    }

    /**
     * A text.
     *
     * @param words in reading order, as a reader would write them
     * @param inputs input positions of each player
     * @param players word indices of each player; several may be parts of one word
     */
    record Sentence(
            String title,
            long step,
            double effect,
            List<Interaction> interactions,
            List<String> words,
            List<int[]> inputs,
            List<int[]> players)
            implements SampleDrawing {
        public Sentence {
            interactions = List.copyOf(interactions);
            words = List.copyOf(words);
            inputs = List.copyOf(inputs);
            players = List.copyOf(players);
            Numbers.finite("sample " + title + ": effect", effect);
            for (int[] player : players) {
                for (int word : player) {
                    Numbers.that(
                            word >= 0 && word < words.size(),
                            "sample " + title + ": word " + word + " of " + words.size());
                }
            }
            members(title, interactions, players.size());
        }
    }

    /** A row of named features, one a player. */
    record Features(
            String title, long step, double effect, List<Interaction> interactions, List<String> names, double[] values)
            implements SampleDrawing {
        public Features {
            interactions = List.copyOf(interactions);
            names = List.copyOf(names);
            Numbers.finite("sample " + title + ": effect", effect);
            Numbers.finite("sample " + title + ": values", values);
            Numbers.length("sample " + title + ": values", values.length, names.size());
            members(title, interactions, names.size());
        }
    }

    private static void members(String title, List<Interaction> interactions, int players) {
        for (Interaction i : interactions) {
            for (int p : i.players()) {
                Numbers.that(p >= 0 && p < players, "sample " + title + ": player " + p + " of " + players);
            }
        }
    }
}
