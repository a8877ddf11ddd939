package dev.onset.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A sample with its players, and the groups of players that act most strongly on the output drawn on it.
 *
 * @param title what the sample is
 * @param note in small print beside it; may be empty
 * @param groups strongest first
 */
public record SamplePanel(String title, String note, Picture picture, List<Group> groups) implements Panel {
    public SamplePanel {
        groups = List.copyOf(groups);
        for (Group group : groups) {
            for (int p : group.players()) {
                Numbers.that(
                        p >= 0 && p < picture.players(),
                        "sample " + title + ": player " + p + " of " + picture.players());
            }
        }
    }

    /**
     * Players that act together.
     *
     * @param words what they do, such as "AND of 3"
     * @param join stands between their names where they have names, such as "and"
     * @param light dashed outline and light bar instead of full ones
     * @param effect signed effect on the output
     * @param players counted from 0
     */
    public record Group(String words, String join, boolean light, double effect, int[] players) {
        public Group {
            Numbers.finite("effect of " + words, effect);
            Numbers.that(players.length > 0, "a group has no players");
        }

        String sign() {
            return effect < 0 ? "neg" : "pos";
        }
    }

    /** What the sample looks like. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Image.class, name = "image"),
        @JsonSubTypes.Type(value = Tokens.class, name = "tokens"),
        @JsonSubTypes.Type(value = Features.class, name = "features")
    })
    public sealed interface Picture permits Image, Tokens, Features {
        /** How many players it has. */
        int players();
    }

    /**
     * An image.
     *
     * @param values height x width grey values, 0 background to 1 ink, row by row; or three times as many, red, green and blue
     *     of each pixel, 0 to 1
     * @param pixels pixel indices (row * width + column) of each player
     */
    public record Image(int height, int width, double[] values, List<int[]> pixels) implements Picture {
        private static final int LARGEST = 512;

        public Image {
            pixels = List.copyOf(pixels);
            Numbers.that(
                    height > 0 && width > 0 && height <= LARGEST && width <= LARGEST,
                    "an image has " + height + " x " + width + " pixels; at most " + LARGEST + " a side are drawn");
            Numbers.that(
                    values.length == height * width || values.length == 3 * height * width,
                    "an image of " + height + " x " + width + " pixels has " + values.length + " values");
            Numbers.finite("image", values);
            for (int[] player : pixels) {
                for (int pixel : player) {
                    Numbers.that(pixel >= 0 && pixel < height * width, "pixel " + pixel + " of " + height * width);
                }
            }
        }

        @Override
        public int players() {
            return pixels.size();
        }

        boolean coloured() {
            return values.length == 3 * height * width;
        }
    }

    /**
     * A sentence.
     *
     * @param tokens in reading order
     * @param members token indices of each player
     */
    public record Tokens(List<String> tokens, List<int[]> members) implements Picture {
        public Tokens {
            tokens = List.copyOf(tokens);
            members = List.copyOf(members);
            for (int[] player : members) {
                for (int token : player) {
                    Numbers.that(token >= 0 && token < tokens.size(), "token " + token + " of " + tokens.size());
                }
            }
        }

        @Override
        public int players() {
            return members.size();
        }
    }

    /** A row of named features, one a player. */
    public record Features(List<String> names, double[] values) implements Picture {
        public Features {
            names = List.copyOf(names);
            Numbers.finite("features", values);
            Numbers.length("features", values.length, names.size());
        }

        @Override
        public int players() {
            return names.size();
        }
    }
}
