package dev.onset.spectrum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.spectrum.OrderSpectrum.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What intervals promise, on random games of ten players whose exact spectrum is known. {@code -Donset.coverage=1000} takes the
 * specification's thousand games a method, and its bounds.
 */
@Tag("property")
class CoverageTest {
    private static final int GAMES = Integer.getInteger("onset.coverage", 150);
    private static final int PLAYERS = 10;
    private static final int DRAWS = 4096;

    /** How one number did over all games: how often its interval held the exact value, and its mean error in standard errors. */
    private static final class Tally {
        private final List<Double> errors = new ArrayList<>();
        private int covered;

        void add(Estimate found, double exact) {
            covered += found.low() <= exact && exact <= found.high() ? 1 : 0;
            errors.add(found.value() - exact);
        }

        double coverage() {
            return (double) covered / errors.size();
        }

        double meanError() {
            double n = errors.size();
            double mean = errors.stream().mapToDouble(e -> e).sum() / n;
            double spread =
                    errors.stream().mapToDouble(e -> (e - mean) * (e - mean)).sum() / (n - 1);
            return mean / Math.sqrt(spread / n);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f of %d (%.2f se)", coverage(), errors.size(), meanError());
        }
    }

    private static List<Tally> run(Method method, double p, int games, double narrowed) {
        List<Tally> tallies = new ArrayList<>();
        for (int k = 0; k <= 4; k++) {
            tallies.add(new Tally());
        }
        for (int game = 0; game < games; game++) {
            double[] v = RandomGames.of(game, PLAYERS, 1_000 + game);
            OrderSpectrum exact = ExactSpectrum.of(v, p).spectrum();
            OrderSpectrum found = SampledSpectrum.of(
                            RandomGames.Table.of(v), new SamplingSpec(p, DRAWS, method, 7, game))
                    .get(0);
            add(
                    tallies.get(0),
                    found.meanOrder().orElseThrow(),
                    exact.meanOrder().orElseThrow(),
                    narrowed);
            for (int k = 1; k <= found.shares().size(); k++) {
                add(tallies.get(k), found.shares().get(k - 1), exact.shares().get(k - 1), narrowed);
            }
        }
        return tallies;
    }

    private static void add(Tally tally, Estimate found, Estimate exact, double narrowed) {
        double half = narrowed * found.halfWidth();
        double middle = (found.low() + found.high()) / 2;
        tally.add(new Estimate(found.value(), middle - half, middle + half), exact.value());
    }

    /** Slack for fewer games than the specification's thousand: three standard deviations of a share of 95 %. */
    private static double slack() {
        return GAMES >= 1000 ? 0 : 3 * Math.sqrt(0.95 * 0.05 / GAMES) - 0.02;
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"FLIP_ONE", "FLIP_ALL", "REDRAW"})
    void intervalsOfMeanOrderAndSharesCoverTheExactValue_asOftenAsTheySay(Method method) {
        List<Tally> tallies = run(method, 0.5, GAMES, 1);
        for (int k = 0; k <= 4; k++) {
            String what = method + ", " + (k == 0 ? "mean order" : "order " + k) + ": " + tallies.get(k);
            System.out.println(what); // what the guide quotes
            assertThat(tallies.get(k).coverage()).as(what).isGreaterThan(0.93 - slack());
            assertThat(Math.abs(tallies.get(k).meanError())).as(what).isLessThan(3);
            if (k < 4) {
                assertThat(tallies.get(k).coverage()).as(what).isLessThan(0.97 + slack());
            }
        }
    }

    @Test
    void intervalsOfHalfTheirWidthWouldBeFoundTooNarrow() {
        List<Tally> tallies = run(Method.FLIP_ONE, 0.5, GAMES, 0.5);
        assertThat(tallies.get(0).coverage()).isLessThan(0.85);
        assertThat(tallies.get(1).coverage()).isLessThan(0.85);
    }
}
