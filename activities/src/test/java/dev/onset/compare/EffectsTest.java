package dev.onset.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.Outcome;
import dev.onset.kind.Outcome.Measure;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.random.CounterRandom;
import dev.onset.report.FigureReport;
import dev.onset.report.ReportWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which factor moves what: planted effects are found, and where there are none, none are said. */
@Tag("unit")
final class EffectsTest {
    private static final List<Factor> FACTORS = List.of(
            new Factor("seed", "0"), new Factor("a", Factor.AS_IT_STANDS), new Factor("b", Factor.AS_IT_STANDS));
    private static final Quantity TURN = new Quantity("t*", Measure.STEP, Optional.empty());
    private static final Quantity GAP = new Quantity("gap", Measure.NUMBER, Optional.empty());

    @Test
    void aPlantedEffect_isFoundAtItsSize_andTheOtherFactorIsSaidToMoveNothing() {
        List<Effect> effects = new Effects(planted(3, 0.01), 1).of(FACTORS, List.of(TURN, GAP));
        Effect turn = effect(effects, "a", "t*");
        assertThat(turn.pairs()).isEqualTo(3);
        assertThat(turn.moves()).isTrue();
        assertThat(turn.printed(turn.mean())).isCloseTo(2, within(0.1));
        assertThat(effect(effects, "b", "t*").moves()).isFalse();
        assertThat(effect(effects, "a", "gap").moves()).isFalse();
        assertThat(Sentences.of(effects).get(0))
                .startsWith("a x instead of as it stands: t* comes")
                .contains("times later");
        assertThat(Sentences.of(effects).get(1))
                .isEqualTo("b x instead of as it stands: nothing moves beyond the spread over seeds.");
    }

    /** Three pairs of the same sign are no evidence: that happens every fourth time. */
    @Test
    void negativeControl_pureNoise_isSaidToMoveSomethingAboutEveryTwentiethTime() {
        int said = 0;
        int looked = 0;
        for (int trial = 0; trial < 200; trial++) {
            for (Effect effect : new Effects(noise(3, trial), 1).of(FACTORS, List.of(GAP))) {
                looked++;
                said += effect.moves() ? 1 : 0;
            }
        }
        assertThat(looked).isEqualTo(400);
        assertThat((double) said / looked).isLessThan(0.09);
    }

    @Test
    void twoPairs_boundNothing() {
        assertThat(new Effects(planted(2, 0.001), 1).of(FACTORS, List.of(TURN))).noneMatch(Effect::moves);
    }

    /** A level that takes a quantity away has no effect on it, and pairs count those that have both. */
    @Test
    void pairsWithoutTheQuantity_areLeftOut() {
        List<ComparedRun> runs = new ArrayList<>(planted(3, 0.01));
        runs.replaceAll(run ->
                run.levels().containsKey("a") && run.seed() == 0 ? run(run.levels(), 0, Optional.empty(), 1) : run);
        assertThat(effect(new Effects(runs, 1).of(FACTORS, List.of(TURN)), "a", "t*")
                        .pairs())
                .isEqualTo(2);
    }

    @Test
    void aThousandRuns_giveAReportOfBoundedDrawings() {
        List<ComparedRun> runs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            runs.add(
                    run(Map.of("rate", "r" + i / 2, "seed", Integer.toString(i % 2)), i % 2, Optional.of(10.0 + i), i));
        }
        FigureReport report = ComparisonReport.of(
                List.of(new Factor("rate", "r0"), new Factor("seed", "0")), runs, run -> Optional.empty(), 0);
        int bytes = ReportWriter.render(report).get("index.html").length;
        assertThat(bytes).isLessThan(2_000_000);
    }

    @Test
    void theLinkedQuantities_areHeldAgainstTheThird_andSixRunsAreNeeded() {
        assertThat(ComparisonReport.of(FACTORS, linked(5), run -> Optional.empty(), 0)
                        .outcome()
                        .get("partialRankCorrelation"))
                .isNull();
        assertThat(ComparisonReport.of(FACTORS, linked(12), run -> Optional.empty(), 0)
                        .lede())
                .contains("t* and gap onset move together when loss halved is held: shown");
    }

    private static List<ComparedRun> linked(int runs) {
        List<ComparedRun> all = new ArrayList<>();
        CounterRandom random = new CounterRandom(3, 3);
        for (int i = 0; i < runs; i++) {
            double turn = 100 * Math.exp(random.gaussian(2L * i));
            List<Quantity> quantities = List.of(
                    new Quantity("t*", Measure.STEP, Optional.of(turn)),
                    new Quantity("gap onset", Measure.STEP, Optional.of(1.1 * turn)),
                    new Quantity("loss halved", Measure.STEP, Optional.of(50 * Math.exp(random.gaussian(2L * i + 1)))));
            Outcome outcome = new Outcome(
                    "none", "", quantities, Optional.of(new Outcome.Link("t*", "gap onset", "loss halved")));
            all.add(new ComparedRun("run-" + i, new TreeMap<>(), i, outcome, Optional.empty()));
        }
        return all;
    }

    private static Effect effect(List<Effect> effects, String factor, String quantity) {
        return effects.stream()
                .filter(one ->
                        one.factor().name().equals(factor) && one.quantity().equals(quantity))
                .findFirst()
                .orElseThrow();
    }

    /** Factor a doubles the turn; b does nothing. */
    private static List<ComparedRun> planted(int seeds, double noise) {
        CounterRandom random = new CounterRandom(1, 1);
        List<ComparedRun> runs = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            double base = 100 * (seed + 1);
            for (String factor : List.of("", "a", "b")) {
                double wobble = Math.exp(noise * random.gaussian(runs.size()));
                runs.add(run(
                        levels(factor, seed),
                        seed,
                        Optional.of((factor.equals("a") ? 2 : 1) * base * wobble),
                        random.gaussian(100 + runs.size())));
            }
        }
        return runs;
    }

    private static List<ComparedRun> noise(int seeds, int trial) {
        CounterRandom random = new CounterRandom(2, trial);
        List<ComparedRun> runs = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            for (String factor : List.of("", "a", "b")) {
                runs.add(run(levels(factor, seed), seed, Optional.empty(), random.gaussian(runs.size())));
            }
        }
        return runs;
    }

    private static Map<String, String> levels(String factor, int seed) {
        Map<String, String> levels = new TreeMap<>(Map.of("seed", Integer.toString(seed)));
        if (!factor.isEmpty()) {
            levels.put(factor, "x");
        }
        return levels;
    }

    private static ComparedRun run(Map<String, String> levels, long seed, Optional<Double> turn, double gap) {
        Outcome outcome = new Outcome(
                "none",
                "",
                List.of(new Quantity("t*", Measure.STEP, turn), new Quantity("gap", Measure.NUMBER, Optional.of(gap))));
        return new ComparedRun(
                levels.toString().replaceAll("[^a-z0-9]+", "-"),
                new TreeMap<>(levels),
                seed,
                outcome,
                Optional.empty());
    }
}
