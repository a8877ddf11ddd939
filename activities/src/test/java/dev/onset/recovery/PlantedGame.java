package dev.onset.recovery;

import dev.onset.random.CounterRandom;
import dev.onset.recovery.Interaction.Kind;
import dev.onset.spectrum.MaskValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A game whose interactions are known: a sum of AND and OR terms and, on every mask, noise that is a function of the mask.
 *
 * <p>A term has 1 to {@code mostOrder} players, each number as likely as the others and the players drawn without replacement;
 * three terms in ten of two players and more are ORs; a coefficient has a magnitude drawn uniformly from [.5, 1.5] and either
 * sign. No two terms have the same players. Noise is normal, its standard deviation a share of that of the terms' sum when every
 * player is present with probability 1/2.
 *
 * @param noise standard deviation, in units of v
 */
record PlantedGame(int players, List<Interaction> terms, double noise, long seed) implements MaskValues {
    private static final double ORS = 0.3;

    static PlantedGame of(int players, int terms, int mostOrder, double relativeNoise, long seed) {
        CounterRandom random = new CounterRandom(seed, 0);
        Set<List<Integer>> taken = new HashSet<>();
        List<Interaction> all = new ArrayList<>();
        for (int draw = 0; all.size() < terms; draw++) {
            CounterRandom own = random.stream(draw);
            int order = 1 + own.below(Math.min(mostOrder, players), 0);
            List<Integer> members = Arrays.stream(own.stream(1).permutation(players))
                    .limit(order)
                    .sorted()
                    .boxed()
                    .toList();
            if (taken.add(members)) {
                Kind kind = order > 1 && own.uniform(1) < ORS ? Kind.OR : Kind.AND;
                double size = 0.5 + own.uniform(2);
                all.add(new Interaction(kind, members, own.uniform(3) < 0.5 ? -size : size));
            }
        }
        PlantedGame silent = new PlantedGame(players, all, 0, seed);
        return new PlantedGame(players, all, relativeNoise * Math.sqrt(silent.variance()), seed);
    }

    /** Var of the terms' sum, p = 1/2, in closed form. */
    double variance() {
        double sum = 0;
        for (Interaction a : terms) {
            for (Interaction b : terms) {
                sum += a.coefficient() * b.coefficient() * covariance(a, b);
            }
        }
        return sum;
    }

    private static double covariance(Interaction a, Interaction b) {
        long shared = a.players().stream().filter(b.players()::contains).count();
        int all = a.players().size() + b.players().size();
        double apart = Math.pow(0.5, all);
        if (shared == 0) {
            return 0;
        }
        return a.kind() == b.kind() ? Math.pow(0.5, all - shared) - apart : apart;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public void evaluate(long[] masks, int count, double[][] values) {
        int words = (players + 63) >>> 6;
        for (int i = 0; i < count; i++) {
            int at = i * words;
            double v = 0.25;
            for (Interaction term : terms) {
                long present = term.players().stream()
                        .filter(player -> (masks[at + (player >>> 6)] >>> player & 1) != 0)
                        .count();
                boolean acts =
                        term.kind() == Kind.AND ? present == term.players().size() : present > 0;
                v += acts ? term.coefficient() : 0;
            }
            values[0][i] = noise == 0 ? v : v + noise * drawn(masks, at, words);
        }
    }

    private double drawn(long[] masks, int at, int words) {
        CounterRandom of = new CounterRandom(seed, 1);
        for (int w = 0; w < words; w++) {
            of = of.stream(masks[at + w]);
        }
        return of.gaussian(0);
    }

    /** Harmonic mean of precision and recall of kinds and players; those of a single player have one kind. */
    double f1(List<Interaction> found) {
        Set<Object> planted = new HashSet<>();
        terms.forEach(term -> planted.add(List.of(term.kind(), term.players())));
        long right = found.stream()
                .filter(term -> planted.contains(List.of(term.kind(), term.players())))
                .count();
        return 2.0 * right / (terms.size() + found.size());
    }
}
