package dev.onset.recovery;

import dev.onset.pulse.Pulse;
import dev.onset.recovery.Interaction.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The same function in fewer terms. An OR is a sum of ANDs of every non-empty subset of its players, with alternating signs. In ANDs
 * alone a function has one form, so everything is written in them first, and what was named twice or in part adds up. Then, what
 * saves most first, ORs take the place of ANDs of subsets of their players where fewer terms are left.
 */
final class ShortForm {
    /** Larger ORs stay as they are. */
    private static final int MOST_PLAYERS = 6;

    /** Coefficients that differ by no more than this share of what is none are one. */
    private static final double SAME = 0.5;

    /** Lists that are longer when they are written in ANDs stay as they are: every step looks at all sets. */
    private static final int MOST_ANDS = 4_000;

    private final double none;
    private final Map<List<Integer>, Double> ands = new LinkedHashMap<>();
    private final Map<List<Integer>, Double> ors = new LinkedHashMap<>();
    private final Set<List<Integer>> before = new HashSet<>();

    private ShortForm(double none) {
        this.none = none;
    }

    /**
     * Writes a list in fewer terms.
     *
     * @param none coefficients up to this are none
     * @return the list itself where no shorter one was found
     */
    static Terms of(Terms terms, double none) {
        ShortForm form = new ShortForm(none);
        Terms kept = new Terms();
        kept.constant(terms.constant());
        for (int term = 0; term < terms.size(); term++) {
            List<Integer> players = IntStream.of(terms.members(term)).boxed().toList();
            double c = terms.coefficient(term);
            if (terms.kind(term) == Kind.AND) {
                form.ands.merge(players, c, Double::sum);
            } else if (players.size() <= MOST_PLAYERS) {
                form.before.add(players);
                form.move(players, -c);
            } else {
                kept.add(Kind.OR, terms.members(term), c);
            }
        }
        if (form.ands.size() > MOST_ANDS) {
            return terms;
        }
        Optional<Step> next = form.next();
        while (next.isPresent()) {
            Pulse.current().tick();
            form.take(next.get());
            next = form.next();
        }
        form.ands.forEach((players, c) -> form.write(Kind.AND, players, c, kept));
        form.ors.forEach((players, c) -> form.write(Kind.OR, players, c, kept));
        Terms heard = terms.copy();
        heard.drop(none);
        return kept.size() < heard.size() ? kept : terms;
    }

    private void write(Kind kind, List<Integer> players, double c, Terms into) {
        if (Math.abs(c) > none) {
            into.add(kind, players.stream().mapToInt(player -> player).toArray(), c);
        }
    }

    /**
     * An OR that may take the place of ANDs.
     *
     * @param saved terms fewer
     */
    private record Step(List<Integer> players, double coefficient, int saved) {}

    /** What saves most, as a smaller saving may be one of several ORs at once; then what costs nothing and the list had. */
    private Optional<Step> next() {
        Set<List<Integer>> sets = new HashSet<>(before);
        ands.forEach((players, c) -> {
            if (Math.abs(c) > none && players.size() > 1 && players.size() <= MOST_PLAYERS) {
                sets.add(players);
            }
        });
        return sets.stream()
                .flatMap(players -> step(players).stream())
                .min(Comparator.comparingInt((Step step) -> -step.saved)
                        .thenComparingInt(step -> -step.players.size())
                        .thenComparing(step -> step.players.toString()));
    }

    private Optional<Step> step(List<Integer> players) {
        List<Double> parts = new ArrayList<>();
        for (int some = 1; some < 1 << players.size(); some++) {
            double c = sign(some) * ands.getOrDefault(subset(players, some), 0.0);
            if (Math.abs(c) > none) {
                parts.add(c);
            }
        }
        int subsets = (1 << players.size()) - 1;
        int most = before.contains(players) && !ors.containsKey(players) ? -1 : 0;
        double best = 0;
        for (double c : parts) {
            List<Double> same = parts.stream()
                    .filter(part -> Math.abs(part - c) <= SAME * none)
                    .toList();
            int saved = parts.size() + same.size() - subsets - 1;
            if (saved > most) {
                most = saved;
                best = same.stream().mapToDouble(part -> part).sum() / same.size();
            }
        }
        return best == 0 ? Optional.empty() : Optional.of(new Step(players, best, most));
    }

    private void take(Step step) {
        move(step.players, step.coefficient);
        ors.merge(step.players, step.coefficient, Double::sum);
    }

    /** Takes an OR out of the ANDs. */
    private void move(List<Integer> players, double c) {
        for (int some = 1; some < 1 << players.size(); some++) {
            ands.merge(subset(players, some), -sign(some) * c, Double::sum);
        }
    }

    private static int sign(int some) {
        return Integer.bitCount(some) % 2 == 1 ? 1 : -1;
    }

    private static List<Integer> subset(List<Integer> players, int some) {
        return IntStream.range(0, players.size())
                .filter(i -> (some >>> i & 1) != 0)
                .mapToObj(players::get)
                .toList();
    }
}
