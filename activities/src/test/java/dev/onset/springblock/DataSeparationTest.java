package dev.onset.springblock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.random.CounterRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Data separation by small matrices is the one by pseudo-inverses of large ones. */
@Tag("property")
class DataSeparationTest {
    private static final int CLASSES = 3;
    private static final int EACH = 8;

    private static int[] labels() {
        int[] labels = new int[CLASSES * EACH];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES;
        }
        return labels;
    }

    private static double[] rows(int width, long seed, double apart) {
        CounterRandom random = new CounterRandom(seed, 1);
        double[] rows = new double[CLASSES * EACH * width];
        for (int k = 0; k < rows.length; k++) {
            int label = k / width % CLASSES;
            rows[k] = random.gaussian(k) + apart * random.gaussian(100_000L + label * width + k % width);
        }
        return rows;
    }

    /** By the definition. */
    private static double direct(double[] rows, int[] labels, int width) {
        RealMatrix within = MatrixUtils.createRealMatrix(width, width);
        RealMatrix between = MatrixUtils.createRealMatrix(width, width);
        double[][] means = new double[CLASSES][width];
        double[] mean = new double[width];
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < width; j++) {
                means[labels[i]][j] += rows[i * width + j] / EACH;
                mean[j] += rows[i * width + j] / labels.length;
            }
        }
        for (int a = 0; a < width; a++) {
            for (int b = 0; b < width; b++) {
                for (int i = 0; i < labels.length; i++) {
                    double[] m = means[labels[i]];
                    within.addToEntry(
                            a, b, (rows[i * width + a] - m[a]) * (rows[i * width + b] - m[b]) / labels.length);
                }
                for (double[] m : means) {
                    between.addToEntry(a, b, (m[a] - mean[a]) * (m[b] - mean[b]) / CLASSES);
                }
            }
        }
        SingularValueDecomposition svd = new SingularValueDecomposition(between);
        RealMatrix inverse = MatrixUtils.createRealMatrix(width, width);
        for (int k = 0; k < width; k++) {
            double s = svd.getSingularValues()[k];
            if (s > 1e-6 * svd.getSingularValues()[0]) {
                inverse = inverse.add(svd.getV()
                        .getColumnMatrix(k)
                        .multiplyTransposed(svd.getU().getColumnMatrix(k))
                        .scalarMultiply(1 / s));
            }
        }
        return Math.log(within.multiply(inverse).getTrace());
    }

    @Property(tries = 30)
    void separation_isTheLogTraceOfWithinTimesThePseudoInverseOfBetween(
            @ForAll @IntRange(min = 2, max = 9) int width, @ForAll @LongRange(min = 0, max = 500) long seed) {
        double[] rows = rows(width, seed, 2);
        DataSeparation found = DataSeparation.of(rows, labels(), width, CLASSES).orElseThrow();
        assertThat(found.value()).isCloseTo(direct(rows, labels(), width), within(1e-7));
    }

    @Property(tries = 20)
    void separation_dependsNeitherOnScaleNorOnPlace_andFallsAsClassesMoveApart(
            @ForAll @IntRange(min = 2, max = 9) int width, @ForAll @LongRange(min = 0, max = 500) long seed) {
        double[] rows = rows(width, seed, 1);
        double[] moved = rows.clone();
        for (int k = 0; k < moved.length; k++) {
            moved[k] = 3 * moved[k] + k % width;
        }
        double d =
                DataSeparation.of(rows, labels(), width, CLASSES).orElseThrow().value();
        double other =
                DataSeparation.of(moved, labels(), width, CLASSES).orElseThrow().value();
        assertThat(other).isCloseTo(d, within(1e-8));
        double[] apart = rows(width, seed, 100);
        assertThat(DataSeparation.of(apart, labels(), width, CLASSES)
                        .orElseThrow()
                        .value())
                .isLessThan(d);
    }

    @Property(tries = 1)
    void classesOfOneMean_orWithoutSpread_haveNone() {
        int[] labels = labels();
        double[] constant = new double[labels.length * 2];
        assertThat(DataSeparation.of(constant, labels, 2, CLASSES)).isEmpty();
        double[] collapsed = new double[labels.length * 2];
        for (int i = 0; i < labels.length; i++) {
            collapsed[2 * i] = labels[i];
        }
        assertThat(DataSeparation.of(collapsed, labels, 2, CLASSES)).isEmpty();
        collapsed[0] = Double.NaN;
        assertThat(DataSeparation.of(collapsed, labels, 2, CLASSES)).isEmpty();
        assertThat(DataSeparation.of(rows(2, 1, 1), labels, 2, CLASSES)).isPresent();
    }
}
