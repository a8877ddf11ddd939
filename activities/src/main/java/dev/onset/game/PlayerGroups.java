package dev.onset.game;

import dev.onset.game.ObservationSpec.AllFeatures;
import dev.onset.game.ObservationSpec.Grid;
import dev.onset.game.ObservationSpec.InkBlocks;
import dev.onset.game.ObservationSpec.Listed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The players of one sample: disjoint, nonempty groups of feature indices. Bit i of a coalition is group i.
 *
 * @param groups feature indices of each player
 */
public record PlayerGroups(List<int[]> groups) {
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
     * @throws IllegalArgumentException when the rule does not fit the shape
     */
    public static PlayerGroups of(ObservationSpec.Players rule, List<Integer> shape, float[] row) {
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
        if (rule instanceof Listed listed) {
            return new PlayerGroups(listed.groups().stream()
                    .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                    .toList());
        }
        if (rule instanceof AllFeatures) {
            return new PlayerGroups(
                    IntStream.range(0, row.length).mapToObj(i -> new int[] {i}).toList());
        }
        throw new IllegalArgumentException("unknown player rule " + rule);
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
        int channels = shape.get(0);
        int height = shape.get(1);
        int width = shape.get(2);
        if (height % blockHeight != 0 || width % blockWidth != 0) {
            throw new IllegalArgumentException("blocks of " + blockHeight + " x " + blockWidth
                    + " do not divide an image of " + height + " x " + width);
        }
        int columns = width / blockWidth;
        int[][] blocks = new int[(height / blockHeight) * columns][channels * blockHeight * blockWidth];
        int[] filled = new int[blocks.length];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int block = (y / blockHeight) * columns + x / blockWidth;
                    blocks[block][filled[block]++] = (c * height + y) * width + x;
                }
            }
        }
        return List.of(blocks);
    }

    private static void requireImage(List<Integer> shape) {
        if (shape.size() != 3) {
            throw new IllegalArgumentException("image blocks need shape [channels, height, width]; it is " + shape);
        }
    }
}
