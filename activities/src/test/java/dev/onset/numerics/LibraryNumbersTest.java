package dev.onset.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.analysis.polynomials.PolynomialFunctionLagrangeForm;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.special.Erf;
import org.hipparchus.stat.correlation.SpearmansCorrelation;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.hipparchus.util.CombinatoricsUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the mathematics library computes goes into the digests of studies. The values here were recorded with commons-math 3.6.1,
 * from which the first studies come: a version of the library that changes one bit is a change of our results.
 */
@Tag("unit")
final class LibraryNumbersTest {
    private static final int CASES = 200;

    @Test
    void specialFunctions_keepTheirBits() {
        assertBits(0xbcbedb5b507d5b7bL, IntStream.rangeClosed(0, 1409).mapToDouble(i -> Erf.erf(i / 256.0)));
        assertBits(0x8e8bb8928d63b544L, IntStream.rangeClosed(0, 1409).mapToDouble(i -> Erf.erfc(i / 256.0)));
        assertBits(
                0x432d507f3a5b9da3L,
                IntStream.rangeClosed(0, 16).mapToDouble(k -> CombinatoricsUtils.binomialCoefficientDouble(16, k)));
    }

    @Test
    void statistics_keepTheirBits() {
        assertBits(0x9ecaa40f14e8ee2bL, cases(random -> {
            StreamingStatistics s = new StreamingStatistics();
            random.doubles(17, -1, 3).forEach(s::addValue);
            return DoubleStream.of(s.getMean(), s.getStandardDeviation());
        }));
        assertBits(0x3f1051b8091a81a8L, cases(random -> {
            DescriptiveStatistics s = new DescriptiveStatistics();
            random.doubles(41, -1, 3).forEach(s::addValue);
            return DoubleStream.of(s.getMean(), s.getMax(), s.getPercentile(50), s.getPercentile(97.5));
        }));
    }

    @Test
    void rankCorrelations_keepTheirBits() {
        assertBits(
                0xec9032892563827aL,
                cases(random -> DoubleStream.of(new SpearmansCorrelation()
                        .correlation(
                                random.ints(12, 0, 9).asDoubleStream().toArray(),
                                random.doubles(12).toArray()))));
    }

    @Test
    void rootsAndSystems_keepTheirBits() {
        assertBits(0xdb68187e813aa77L, cases(random -> {
            double at = random.nextDouble();
            return DoubleStream.of(new BrentSolver(1e-14, 1e-14).solve(200, x -> Math.expm1(x - at), -2, 2));
        }));
        assertBits(0x44e8f5fbed15e498L, cases(random -> {
            double[][] m = {random.doubles(2).toArray(), random.doubles(2).toArray()};
            return Arrays.stream(new LUDecomposition(new Array2DRowRealMatrix(m))
                    .getSolver()
                    .solve(new ArrayRealVector(random.doubles(2).toArray()))
                    .toArray());
        }));
        assertBits(
                0xd4f7750ba880352cL,
                cases(random -> DoubleStream.of(new PolynomialFunctionLagrangeForm(
                                random.doubles(3).toArray(), random.doubles(3).toArray())
                        .value(0))));
    }

    @Test
    void negativeControl_oneBitIsSeen() {
        assertThat(bits(DoubleStream.of(1, 2))).isNotEqualTo(bits(DoubleStream.of(1, Math.nextUp(2.0))));
    }

    private interface Case {
        DoubleStream of(Random random);
    }

    private static DoubleStream cases(Case one) {
        return IntStream.range(0, CASES).boxed().flatMapToDouble(i -> one.of(new Random(i)));
    }

    private static void assertBits(long recorded, DoubleStream found) {
        assertThat(bits(found)).isEqualTo(recorded);
    }

    private static long bits(DoubleStream values) {
        return values.mapToLong(Double::doubleToLongBits).reduce(17, (hash, bits) -> hash * 0x100000001b3L ^ bits);
    }
}
