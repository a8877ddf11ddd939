package dev.onset.recovery;

import dev.onset.recovery.Interaction.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A constant and a sum of AND and OR terms, evaluated on bit-packed masks without allocating. Not thread-safe. */
final class Terms {
    private record Key(Kind kind, List<Integer> players) {}

    private final Map<Key, Integer> places = new HashMap<>();
    private final List<Key> keys = new ArrayList<>();
    private int[][] members = new int[16][];
    /** As the searches measured them. */
    private double[] measured = new double[16];

    private double[] coefficients = new double[16];
    private double constant;

    int size() {
        return keys.size();
    }

    double constant() {
        return constant;
    }

    void constant(double value) {
        constant = value;
    }

    Kind kind(int term) {
        return keys.get(term).kind();
    }

    int[] members(int term) {
        return members[term];
    }

    double coefficient(int term) {
        return coefficients[term];
    }

    /** Moves a coefficient away from what was measured. */
    void correct(int term, double by) {
        coefficients[term] = measured[term] + by;
    }

    /** Takes all corrections back. */
    void asMeasured() {
        System.arraycopy(measured, 0, coefficients, 0, keys.size());
    }

    /** Adds to the coefficient of a term, which may be new. */
    void add(Kind kind, int[] players, double coefficient) {
        int[] sorted = players.clone();
        Arrays.sort(sorted);
        Key key = new Key(
                sorted.length == 1 ? Kind.AND : kind,
                IntStream.of(sorted).boxed().toList());
        Integer known = places.get(key);
        if (known != null) {
            measured[known] += coefficient;
            coefficients[known] += coefficient;
            return;
        }
        int term = keys.size();
        if (term == coefficients.length) {
            members = Arrays.copyOf(members, 2 * term);
            measured = Arrays.copyOf(measured, 2 * term);
            coefficients = Arrays.copyOf(coefficients, 2 * term);
        }
        places.put(key, term);
        keys.add(key);
        members[term] = sorted;
        measured[term] = coefficient;
        coefficients[term] = coefficient;
    }

    /** What the terms add up to on one mask. */
    double at(long[] masks, int at) {
        double sum = constant;
        for (int term = 0; term < keys.size(); term++) {
            if (acts(term, masks, at)) {
                sum += coefficients[term];
            }
        }
        return sum;
    }

    boolean acts(int term, long[] masks, int at) {
        boolean and = keys.get(term).kind() == Kind.AND;
        for (int player : members[term]) {
            boolean present = (masks[at + (player >>> 6)] >>> player & 1) != 0;
            if (present != and) {
                return !and;
            }
        }
        return and;
    }

    /** Multiplies all coefficients. */
    void scale(double by) {
        for (int term = 0; term < size(); term++) {
            measured[term] *= by;
            coefficients[term] *= by;
        }
    }

    Terms copy() {
        Terms copy = new Terms();
        copy.become(this);
        return copy;
    }

    /** Takes over another list. */
    void become(Terms other) {
        places.clear();
        keys.clear();
        constant = other.constant;
        for (int term = 0; term < other.size(); term++) {
            add(other.kind(term), other.members(term), other.coefficient(term));
        }
    }

    /** The first terms alone. */
    Terms first(int count) {
        Terms first = copy();
        first.keep(term -> term < count);
        return first;
    }

    /** Drops terms whose coefficient is at most so large. */
    void drop(double most) {
        keep(term -> Math.abs(coefficients[term]) > most);
    }

    /** Drops terms whose standard deviation on random masks is at most so large. */
    void dropSilent(double most) {
        keep(term -> {
            double rare = Math.pow(0.5, members[term].length);
            return Math.abs(coefficients[term]) * Math.sqrt(rare * (1 - rare)) > most;
        });
    }

    private void keep(IntPredicate kept) {
        Terms left = new Terms();
        left.constant = constant;
        for (int term = 0; term < keys.size(); term++) {
            if (kept.test(term)) {
                left.add(keys.get(term).kind(), members[term], coefficients[term]);
            }
        }
        become(left);
    }

    /** Writes a pair in its other form. */
    void turn(int pair) {
        Key key = keys.get(pair);
        double c = coefficients[pair];
        int[] both = members[pair];
        add(key.kind(), both, -c);
        add(key.kind() == Kind.AND ? Kind.OR : Kind.AND, both, -c);
        for (int player : both) {
            add(Kind.AND, new int[] {player}, c);
        }
    }

    /** The largest coefficient first. */
    List<Interaction> list() {
        return IntStream.range(0, keys.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer term) -> -Math.abs(coefficients[term]))
                        .thenComparingInt(term -> term))
                .map(term ->
                        new Interaction(keys.get(term).kind(), keys.get(term).players(), coefficients[term]))
                .toList();
    }
}
