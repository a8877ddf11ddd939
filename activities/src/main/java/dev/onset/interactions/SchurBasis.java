package dev.onset.interactions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

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
 * rotations then act on long rows of contiguous entries, and late ones are listed by equal coefficients. The last level
 * leaves the array: it writes where the blocks are multiplied, and its inverse reads from there.
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

    /**
     * The last player coupled to all copies of one spin.
     *
     * @param positions where component t of each copy is in the array, without the last player: {@code positions[t]}
     * @param c coefficients of the rotations, from component 1
     * @param s the same
     * @param up block of spin + 1, {@code upAt} the first of its copies that comes from here; before them come those from above
     * @param down block of spin - 1; none for spin 0
     */
    private record Last(int[][] positions, double[] c, double[] s, int up, int upAt, int down) {}

    private final int n;
    private final Run[][] levels;
    private final Last[] last;

    SchurBasis(int n) {
        this.n = n;
        List<Run[]> levelRuns = new ArrayList<>();
        List<Copy> copies = List.of(new Copy(0, new int[] {0}));
        for (int level = 0; level < n - 1; level++) {
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
        List<Last> found = new ArrayList<>();
        for (int spin = n - 1; spin >= 0; spin -= 2) {
            int j = spin;
            found.add(last(n, j, copies.stream().filter(c -> c.spin() == j).toList()));
        }
        last = found.toArray(new Last[0]);
    }

    private static Last last(int n, int spin, List<Copy> same) {
        int[][] positions = new int[spin + 1][];
        double[] c = new double[spin + 1];
        double[] s = new double[spin + 1];
        for (int t = 0; t <= spin; t++) {
            int component = t;
            positions[t] =
                    same.stream().mapToInt(copy -> copy.positions()[component]).toArray();
            if (t > 0) {
                c[t] = stay(spin, t);
                s[t] = turn(spin, t);
            }
        }
        int up = (n - spin - 1) / 2;
        return new Last(positions, c, s, up, spin + 2 > n - 1 ? 0 : copies(n - 1, spin + 2), up + 1);
    }

    /** How many copies of one spin n players make. */
    static int copies(int n, int spin) {
        int k = (n - spin) / 2;
        int all = 1;
        int fewer = 0;
        for (int i = 1; i <= k; i++) {
            fewer = all;
            all = all * (n - i + 1) / i;
        }
        return all - fewer;
    }

    /** Cosine of the rotation that makes component t of spin + 1. */
    private static double stay(int spin, int t) {
        double j = spin / 2.0;
        double m = -j - 0.5 + t;
        return Math.sqrt((j + m + 0.5) / spinDimension(j));
    }

    /** Its sine. */
    private static double turn(int spin, int t) {
        double j = spin / 2.0;
        double m = -j - 0.5 + t;
        return Math.sqrt((j - m + 0.5) / spinDimension(j));
    }

    private static void couple(Copy copy, int h, List<Rotation> rotations, List<Copy> coupled) {
        int spin = copy.spin();
        int[] p = copy.positions();
        int[] up = new int[spin + 2];
        int[] down = new int[spin];
        up[0] = p[0];
        up[spin + 1] = p[spin] + h;
        for (int t = 1; t <= spin; t++) {
            int i0 = p[t];
            int i1 = p[t - 1] + h;
            rotations.add(new Rotation(i0, i1, stay(spin, t), turn(spin, t)));
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

    /** Into the basis; x is used up. */
    void forward(double[] x, SchurRows rows) {
        for (Run[] level : levels) {
            for (Run run : level) {
                rotate(x, run, run.s());
            }
        }
        for (Last pair : last) {
            int[][] p = pair.positions();
            int spin = p.length - 1;
            double[][] up = rows.of[pair.up()];
            take(x, p[0], 0, up[0], pair.upAt());
            for (int t = 1; t <= spin; t++) {
                double[] down = rows.of[pair.down()][t - 1];
                leave(x, p[t], p[t - 1], pair.c()[t], pair.s()[t], up[t], pair.upAt(), down);
            }
            take(x, p[spin], 1, up[spin + 1], pair.upAt());
        }
    }

    /** Back from the basis: x is overwritten, the rows stay. */
    void inverse(SchurRows rows, double[] x) {
        for (Last pair : last) {
            int[][] p = pair.positions();
            int spin = p.length - 1;
            double[][] up = rows.of[pair.up()];
            put(x, p[0], 0, up[0], pair.upAt());
            for (int t = 1; t <= spin; t++) {
                double[] down = rows.of[pair.down()][t - 1];
                enter(x, p[t], p[t - 1], pair.c()[t], -pair.s()[t], up[t], pair.upAt(), down);
            }
            put(x, p[spin], 1, up[spin + 1], pair.upAt());
        }
        for (int level = levels.length - 1; level >= 0; level--) {
            for (Run run : levels[level]) {
                rotate(x, run, -run.s());
            }
        }
    }

    private static void take(double[] x, int[] positions, int bit, double[] to, int at) {
        for (int k = 0; k < positions.length; k++) {
            to[at + k] = x[positions[k] + bit];
        }
    }

    private static void put(double[] x, int[] positions, int bit, double[] from, int at) {
        for (int k = 0; k < positions.length; k++) {
            x[positions[k] + bit] = from[at + k];
        }
    }

    private static void leave(
            double[] x, int[] i0, int[] i1, double c, double s, double[] up, int upAt, double[] down) {
        for (int k = 0; k < i0.length; k++) {
            double x0 = x[i0[k]];
            double x1 = x[i1[k] + 1];
            up[upAt + k] = c * x1 + s * x0;
            down[k] = c * x0 - s * x1;
        }
    }

    private static void enter(
            double[] x, int[] i0, int[] i1, double c, double s, double[] up, int upAt, double[] down) {
        for (int k = 0; k < i0.length; k++) {
            double x0 = down[k];
            double x1 = up[upAt + k];
            x[i1[k] + 1] = c * x1 + s * x0;
            x[i0[k]] = c * x0 - s * x1;
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
     * @return for each block, the spin falling from n by two, the matrix in row-major order
     */
    double[][] blocksOf(Consumer<double[]> operator) {
        SchurRows rows = new SchurRows(n);
        double[][] matrices = new double[rows.of.length][];
        double[] x = new double[1 << n];
        for (int b = 0; b < matrices.length; b++) {
            double[][] block = rows.of[b];
            int order = block.length;
            matrices[b] = new double[order * order];
            for (int t = 0; t < order; t++) {
                rows.clear();
                block[t][0] = 1;
                inverse(rows, x);
                operator.accept(x);
                forward(x, rows);
                for (int r = 0; r < order; r++) {
                    matrices[b][r * order + t] = block[r][0];
                }
            }
        }
        return matrices;
    }

    /** Multiplies each copy of each block by that block's matrix. */
    static void multiply(double[][] matrices, SchurRows rows, SchurRows products) {
        for (int b = 0; b < matrices.length; b++) {
            BlockProduct.multiply(matrices[b], rows.of[b], products.of[b]);
        }
    }
}
