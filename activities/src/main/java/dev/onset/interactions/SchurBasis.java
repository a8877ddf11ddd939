package dev.onset.interactions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The spin-coupling (Schur) basis of arrays over coalitions of n players: one table per n, immutable, shared by threads.
 *
 * <p><b>Why.</b> An operator that commutes with every permutation of the players is block diagonal in this basis: one
 * block of size J+1 for each J = n, n-2, ..., the same for each of its C(n,k) - C(n,k-1) copies, k = (n-J)/2. A linear
 * system over 2^n coalitions becomes a handful of systems with at most n+1 unknowns.
 *
 * <p><b>How.</b> Players are coupled one at a time, as spins one half with Clebsch-Gordan coefficients. Coupling one more
 * player turns an irreducible block J into blocks J+1 and J-1, which mixes pairs of entries by a rotation. So the change
 * of basis is n levels of 2x2 rotations, in place, orthogonal, O(n 2^n). The player of the highest bit comes first: early
 * rotations then act on long rows of contiguous entries, and late ones are listed by equal coefficients.
 */
final class SchurBasis {
    /** Shortest row that is rotated as a row; below it, single entries are listed. */
    private static final int SHORTEST_ROW = 32;

    /** One irreducible copy: its spin J and the positions of its J+1 components. */
    private record Copy(int spin, int[] positions) {}

    /** One rotation of entries i0 and i1: i1 takes c x1 + s x0, i0 takes c x0 - s x1. */
    private record Rotation(int i0, int i1, double c, double s) {}

    /** Rotations with equal coefficients. */
    private record Run(double c, double s, int row, int[] first, int[] second) {}

    /** All copies of one spin J: {@code positions[t * copies + copy]}. */
    record Block(int spin, int[] positions) {
        int order() {
            return spin + 1;
        }

        int copies() {
            return positions.length / order();
        }
    }

    private final int n;
    private final Run[][] levels;
    private final Block[] blocks;

    SchurBasis(int n) {
        this.n = n;
        List<Run[]> levelRuns = new ArrayList<>();
        List<Copy> copies = List.of(new Copy(0, new int[] {0}));
        for (int level = 0; level < n; level++) {
            int h = 1 << (n - 1 - level);
            List<Rotation> rotations = new ArrayList<>();
            List<Copy> coupled = new ArrayList<>();
            for (Copy copy : copies) {
                couple(copy, h, rotations, coupled);
            }
            levelRuns.add(runs(rotations, h));
            copies = coupled;
        }
        levels = levelRuns.toArray(new Run[0][]);
        List<Block> found = new ArrayList<>();
        for (int spin = n; spin >= 0; spin -= 2) {
            int j = spin;
            List<Copy> same = copies.stream().filter(c -> c.spin() == j).toList();
            int[] positions = IntStream.rangeClosed(0, spin)
                    .flatMap(t -> same.stream().mapToInt(c -> c.positions()[t]))
                    .toArray();
            found.add(new Block(spin, positions));
        }
        blocks = found.toArray(new Block[0]);
    }

    private static void couple(Copy copy, int h, List<Rotation> rotations, List<Copy> coupled) {
        int spin = copy.spin();
        double j = spin / 2.0;
        int[] p = copy.positions();
        int[] up = new int[spin + 2];
        int[] down = new int[spin];
        up[0] = p[0];
        up[spin + 1] = p[spin] + h;
        for (int t = 1; t <= spin; t++) {
            double m = -j - 0.5 + t;
            int i0 = p[t];
            int i1 = p[t - 1] + h;
            rotations.add(new Rotation(
                    i0, i1, Math.sqrt((j + m + 0.5) / spinDimension(j)), Math.sqrt((j - m + 0.5) / spinDimension(j))));
            up[t] = i1;
            down[t - 1] = i0;
        }
        coupled.add(new Copy(spin + 1, up));
        if (spin > 0) {
            coupled.add(new Copy(spin - 1, down));
        }
    }

    private static double spinDimension(double j) {
        return 2 * j + 1;
    }

    private static Run[] runs(List<Rotation> rotations, int h) {
        List<Rotation> sorted = new ArrayList<>(rotations);
        sorted.sort(Comparator.comparingDouble(Rotation::c).thenComparingInt(Rotation::i0));
        List<Run> runs = new ArrayList<>();
        int row = h >= SHORTEST_ROW ? h : 1;
        int repeat = h / row;
        for (int from = 0; from < sorted.size(); ) {
            int to = from;
            while (to < sorted.size() && sorted.get(to).c() == sorted.get(from).c()) {
                to++;
            }
            int[] first = new int[(to - from) * repeat];
            int[] second = new int[first.length];
            for (int k = 0; k < first.length; k++) {
                first[k] = sorted.get(from + k / repeat).i0() + k % repeat;
                second[k] = sorted.get(from + k / repeat).i1() + k % repeat;
            }
            runs.add(new Run(sorted.get(from).c(), sorted.get(from).s(), row, first, second));
            from = to;
        }
        return runs.toArray(new Run[0]);
    }

    int players() {
        return n;
    }

    Block[] blocks() {
        return blocks;
    }

    /** Into the basis, in place. */
    void forward(double[] x) {
        for (Run[] level : levels) {
            for (Run run : level) {
                rotate(x, run, run.s());
            }
        }
    }

    /** Back from the basis, in place. */
    void inverse(double[] x) {
        for (int level = n - 1; level >= 0; level--) {
            for (Run run : levels[level]) {
                rotate(x, run, -run.s());
            }
        }
    }

    private static void rotate(double[] x, Run run, double s) {
        double c = run.c();
        int[] first = run.first();
        int[] second = run.second();
        int row = run.row();
        if (row == 1) {
            for (int k = 0; k < first.length; k++) {
                rotateEntry(x, first[k], second[k], c, s);
            }
        } else {
            for (int k = 0; k < first.length; k++) {
                rotateRow(x, first[k], second[k] - first[k], row, c, s);
            }
        }
    }

    private static void rotateEntry(double[] x, int i0, int i1, double c, double s) {
        double x0 = x[i0];
        double x1 = x[i1];
        x[i1] = c * x1 + s * x0;
        x[i0] = c * x0 - s * x1;
    }

    private static void rotateRow(double[] x, int from, int distance, int row, double c, double s) {
        for (int i = from; i < from + row; i++) {
            double x0 = x[i];
            double x1 = x[i + distance];
            x[i + distance] = c * x1 + s * x0;
            x[i] = c * x0 - s * x1;
        }
    }

    /**
     * The blocks of an operator that commutes with every permutation of the players.
     *
     * @param operator applies the operator in place to an array over coalitions
     * @return for each of {@link #blocks()}, the matrix in row-major order
     */
    double[][] blocksOf(Consumer<double[]> operator) {
        double[][] matrices = new double[blocks.length][];
        double[] x = new double[1 << n];
        for (int b = 0; b < blocks.length; b++) {
            int order = blocks[b].order();
            int copies = blocks[b].copies();
            int[] positions = blocks[b].positions();
            matrices[b] = new double[order * order];
            for (int t = 0; t < order; t++) {
                Arrays.fill(x, 0);
                x[positions[t * copies]] = 1;
                inverse(x);
                operator.accept(x);
                forward(x);
                for (int r = 0; r < order; r++) {
                    matrices[b][r * order + t] = x[positions[r * copies]];
                }
            }
        }
        return matrices;
    }

    /** Length of the scratch memory that {@link #multiply} wants for n players, at most. */
    static int scratch(int n) {
        return 2 << n;
    }

    /**
     * Multiplies each copy of each block by that block's matrix; x is in the basis.
     *
     * @param scratch at least {@link #scratch} long
     */
    void multiply(double[] x, double[][] matrices, double[] scratch) {
        for (int b = 0; b < blocks.length; b++) {
            int[] positions = blocks[b].positions();
            int length = positions.length;
            for (int i = 0; i < length; i++) {
                scratch[i] = x[positions[i]];
            }
            BlockProduct.multiply(matrices[b], blocks[b].order(), blocks[b].copies(), scratch);
            for (int i = 0; i < length; i++) {
                x[positions[i]] = scratch[length + i];
            }
        }
    }
}
