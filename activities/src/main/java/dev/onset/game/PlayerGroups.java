package dev.onset.game;

import dev.onset.contracts.FieldException;
import dev.onset.data.Legend;
import dev.onset.game.ObservationSpec.AllFeatures;
import dev.onset.game.ObservationSpec.FeatureMap;
import dev.onset.game.ObservationSpec.Grid;
import dev.onset.game.ObservationSpec.InkBlocks;
import dev.onset.game.ObservationSpec.Listed;
import dev.onset.game.ObservationSpec.Named;
import dev.onset.game.ObservationSpec.RandomBlocks;
import dev.onset.game.ObservationSpec.RandomFeatures;
import dev.onset.game.ObservationSpec.Words;
import dev.onset.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The players of one sample: disjoint, nonempty groups of feature indices. Bit i of a coalition is group i.
 *
 * @param groups feature indices of each player
 */
public record PlayerGroups(List<int[]> groups) {
    private static final long DRAWN = 0x706c_6179L;

    public PlayerGroups {
        groups = List.copyOf(groups);
    }

    /** Number of players n. */
    public int size() {
        return groups.size();
    }

    /**
     * Groups the variables of one sample.
     *
     * @param shape [features] or [channels, height, width]
     * @param row the sample's features, row-major, channels first
     * @param legend what they are called
     * @throws IllegalArgumentException when the rule does not fit the shape
     * @throws FieldException when it does not fit the sample, such as a text that is too short
     */
    public static PlayerGroups of(ObservationSpec.Players rule, List<Integer> shape, float[] row, Legend legend) {
        if (rule instanceof InkBlocks ink) {
            return inkiest(blocks(shape, ink.height(), ink.width()), ink.count(), row);
        }
        if (rule instanceof Grid grid) {
            requireImage(shape);
            int height = shape.get(1);
            int width = shape.get(2);
            if (height % grid.rows() != 0 || width % grid.columns() != 0) {
                throw new IllegalArgumentException("a grid of " + grid.rows() + " x " + grid.columns()
                        + " does not divide an image of " + height + " x " + width);
            }
            return new PlayerGroups(blocks(shape, height / grid.rows(), width / grid.columns()));
        }
        if (rule instanceof FeatureMap map) {
            return new PlayerGroups(shares(shape, map.rows(), map.columns()));
        }
        if (rule instanceof Listed listed) {
            return new PlayerGroups(listed.groups().stream()
                    .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                    .toList());
        }
        if (rule instanceof AllFeatures) {
            return new PlayerGroups(
                    IntStream.range(0, row.length).mapToObj(i -> new int[] {i}).toList());
        }
        if (rule instanceof RandomBlocks random) {
            return some(blocks(shape, random.height(), random.width()), random.count(), random.seed());
        }
        if (rule instanceof RandomFeatures random) {
            List<int[]> all =
                    IntStream.range(0, row.length).mapToObj(i -> new int[] {i}).toList();
            return some(all, random.count(), random.seed());
        }
        if (rule instanceof Named named) {
            return named(named, legend);
        }
        if (rule instanceof Words words) {
            return TextWords.players(words, row, legend);
        }
        throw new IllegalArgumentException("unknown player rule " + rule);
    }

    /** The first of many groups, or with a seed above 0 some drawn by it; players keep their order. */
    static PlayerGroups some(List<int[]> all, int count, int seed) {
        if (count > all.size()) {
            throw new IllegalArgumentException(count + " players wanted of " + all.size());
        }
        int[] order = seed == 0
                ? IntStream.range(0, all.size()).toArray()
                : new CounterRandom(seed, DRAWN).permutation(all.size());
        return new PlayerGroups(
                Arrays.stream(order).limit(count).sorted().mapToObj(all::get).toList());
    }

    private static PlayerGroups named(Named rule, Legend legend) {
        Map<Integer, String> owners = new HashMap<>();
        List<int[]> groups = new ArrayList<>();
        rule.groups().forEach((player, names) -> {
            if (names.isEmpty()) {
                throw new FieldException("players", "names a group '" + player + "' without features");
            }
            int[] features = names.stream()
                    .mapToInt(name -> legend.features().indexOf(name))
                    .toArray();
            for (int i = 0; i < features.length; i++) {
                if (features[i] < 0) {
                    throw new FieldException(
                            "players",
                            "names a feature '" + names.get(i) + "' in group '" + player + "'; the data have "
                                    + (legend.features().isEmpty()
                                            ? "no names"
                                            : String.join(", ", legend.features())));
                }
                String other = owners.putIfAbsent(features[i], player);
                if (other != null) {
                    throw new FieldException(
                            "players",
                            "names feature '" + names.get(i) + "' in group '" + other + "' and in '" + player + "'");
                }
            }
            groups.add(features);
        });
        return new PlayerGroups(groups);
    }

    /** The blocks with most ink, ties broken by block index; players keep block order. */
    private static PlayerGroups inkiest(List<int[]> blocks, int count, float[] row) {
        if (count > blocks.size()) {
            throw new IllegalArgumentException(count + " players wanted of " + blocks.size() + " blocks");
        }
        double[] ink = blocks.stream()
                .mapToDouble(
                        block -> Arrays.stream(block).mapToDouble(i -> row[i]).sum())
                .toArray();
        List<int[]> chosen = IntStream.range(0, blocks.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer block) -> -ink[block])
                        .thenComparingInt(block -> block))
                .limit(count)
                .sorted()
                .map(blocks::get)
                .toList();
        return new PlayerGroups(chosen);
    }

    private static List<int[]> blocks(List<Integer> shape, int blockHeight, int blockWidth) {
        requireImage(shape);
        int height = shape.get(1);
        int width = shape.get(2);
        if (height % blockHeight != 0 || width % blockWidth != 0) {
            throw new IllegalArgumentException("blocks of " + blockHeight + " x " + blockWidth
                    + " do not divide an image of " + height + " x " + width);
        }
        return shares(shape, height / blockHeight, width / blockWidth);
    }

    /** So many blocks along each side, as even as can be; their features by channel, then row by row. */
    private static List<int[]> shares(List<Integer> shape, int rows, int columns) {
        requireImage(shape);
        int height = shape.get(1);
        int width = shape.get(2);
        if (rows > height || columns > width) {
            throw new IllegalArgumentException(
                    rows + " x " + columns + " blocks wanted of " + height + " x " + width + " positions");
        }
        List<int[]> blocks = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                blocks.add(block(
                        shape,
                        row * height / rows,
                        (row + 1) * height / rows,
                        column * width / columns,
                        (column + 1) * width / columns));
            }
        }
        return blocks;
    }

    private static int[] block(List<Integer> shape, int top, int bottom, int left, int right) {
        int height = shape.get(1);
        int width = shape.get(2);
        int[] block = new int[shape.get(0) * (bottom - top) * (right - left)];
        int filled = 0;
        for (int c = 0; c < shape.get(0); c++) {
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    block[filled++] = (c * height + y) * width + x;
                }
            }
        }
        return block;
    }

    private static void requireImage(List<Integer> shape) {
        if (shape.size() != 3) {
            throw new IllegalArgumentException("image blocks need shape [channels, height, width]; it is " + shape);
        }
    }
}
