package dev.onset.recovery;

import dev.onset.recovery.Interaction.Kind;
import java.util.Arrays;

/**
 * Names terms one after another by halving.
 *
 * <h2>Why it works</h2>
 *
 * From the empty set, what the terms found so far leave of v changes first at a minimal set of players. Had v AND terms alone, such
 * a set would be one of them, and its jump the coefficient; a bisection over prefixes of a random order finds its members one by
 * one, about log2 n evaluations each. An OR shows there as single players. They are <em>set</em>: made present in all later
 * evaluations, where the OR is constant, and the ANDs show behind it. From the full set, players being taken away, AND and OR
 * exchange their parts: once the ANDs are subtracted, the ORs are minimal sets themselves.
 *
 * <p>A set player may belong to a term that is found behind it. A member of the term that is in no OR tells: its difference is
 * followed while set players are taken back.
 *
 * <p>A wrong term does no lasting harm. It stays in what is left of v with the opposite sign, so a later search meets it and takes
 * it out. Terms whose sum cancels are met in another random order.
 */
final class TermSearch {
    /** Goes on or not, asked before every term. */
    interface Watch {
        boolean goesOn();
    }

    private interface Probe {
        double at(long[] moved);
    }

    /** What is looked for and named is larger, in tolerances: uncertainties of many terms add up where many of them change at once. */
    private static final double NAMED = 2;

    private static final int MOST_MEMBERS = 16;
    /** Terms of one player that are taken apart at a time. */
    private static final int MOST_TERMS = 6;

    /** Parts of the open players that are tried where all of them together make no difference, as terms can cancel. */
    private static final int PARTS = 8;

    private static final int[] NONE = {};

    private final Passes passes;
    private final Terms found;
    private final int players;
    private final int words;
    /** Two measurements of one difference agree up to about this. */
    private final double tolerance;

    /** What counts as a difference: what may be named, and twice that once errors of many terms were met that add up to it. */
    private double difference;

    private final long[] everybody;
    private final long[] nobody;
    private final long[] mask;
    private final long[] trial;
    private final long[] union;
    private final long[] set;
    private final int[] waiting;
    private int waits;
    private final int[] open;
    private boolean fromFull;
    private int named;

    TermSearch(Passes passes, Terms found, double tolerance) {
        this.passes = passes;
        this.found = found;
        this.players = passes.players();
        this.words = (players + 63) >>> 6;
        this.tolerance = tolerance;
        this.difference = NAMED * tolerance;
        this.everybody = new long[words];
        for (int player = 0; player < players; player++) {
            put(everybody, player);
        }
        this.nobody = new long[words];
        this.mask = new long[words];
        this.trial = new long[words];
        this.union = new long[words];
        this.set = new long[words];
        this.waiting = new int[players];
        this.open = new int[players];
    }

    /** Coefficients measured so far. */
    int named() {
        return named;
    }

    /**
     * Searches from one end until nothing more shows behind the players that were set.
     *
     * @param full from the full set, by taking players away; else from the empty one
     */
    void search(boolean full, int[] order, Watch watch) {
        fromFull = full;
        waits = 0;
        difference = NAMED * tolerance;
        Arrays.fill(set, 0);
        while (watch.goesOn()) {
            double start = value(set);
            int reach = reach(start, unset(order));
            int[] least = reach == 0 ? NONE : minimal(this::behindSet, start, open, reach);
            if (reach == 0) {
                break;
            }
            if (least.length == 0 || isDiffuse(least)) {
                if (difference > NAMED * tolerance) {
                    break;
                }
                difference = 2 * NAMED * tolerance;
                continue;
            }
            if (least.length > 1) {
                term(least);
            } else if (!single(least[0])) {
                put(set, least[0]);
                waiting[waits++] = least[0];
            }
        }
        difference = NAMED * tolerance;
        for (int i = 0; i < waits; i++) {
            single(waiting[i]);
        }
    }

    /**
     * Where both ends show nothing but single players that are more than single: takes the first of them as it is at the other end,
     * where what it waits for may be silent, so that what else it belongs to can be told apart.
     */
    boolean takeOne() {
        for (int i = 0; i < waits && !passes.refused(); i++) {
            double step = value(only(waiting[i])) - value(nobody);
            if (Math.abs(step) > NAMED * tolerance) {
                add(new int[] {waiting[i]}, step);
                return true;
            }
        }
        return false;
    }

    /**
     * Takes apart what the players left waiting belong to, by following the step of each of them alone from the other end: there an
     * OR that they waited for at the empty end is met whole. It costs two evaluations a look, and meets no other player's terms.
     */
    void untangle(int[] order, Watch watch) {
        fromFull = !fromFull;
        for (int i = 0; i < waits; i++) {
            int player = waiting[i];
            Arrays.fill(set, 0);
            put(set, player);
            int count = unset(order);
            boolean more = true;
            for (int turn = 0; turn < MOST_TERMS && more && watch.goesOn(); turn++) {
                more = !single(player) && followed(player, count);
            }
        }
    }

    /** Names a term of a player that its step shows first. */
    private boolean followed(int player, int count) {
        Probe step = moved -> {
            System.arraycopy(moved, 0, union, 0, words);
            put(union, player);
            double with = value(union);
            union[player >>> 6] &= ~(1L << player);
            return with - value(union);
        };
        double start = step.at(nobody);
        if (!differs(step, start, NONE, 0, open, count)) {
            return false;
        }
        int[] least = minimal(step, start, open, count);
        if (least.length == 0) {
            return false;
        }
        double jump = step.at(packed(least)) - start;
        if (Math.abs(jump) <= NAMED * tolerance) {
            return false;
        }
        if (least.length == 1) {
            // an AND of two at both ends; at this end alone, one pair of an OR that the other end shows whole
            double all = step.at(everybody);
            System.arraycopy(everybody, 0, trial, 0, words);
            trial[least[0] >>> 6] &= ~(1L << least[0]);
            if (Math.abs(all - step.at(trial) - jump) > 2 * tolerance) {
                return false;
            }
        }
        int[] members = Arrays.copyOf(least, least.length + 1);
        members[least.length] = player;
        add(members, jump);
        return true;
    }

    /** Whether some player hardly changes what the others make: then errors of many terms have added up to a difference. */
    private boolean isDiffuse(int[] least) {
        double all = behindSet(packed(least));
        for (int player : least) {
            packed(least);
            trial[player >>> 6] &= ~(1L << player);
            if (Math.abs(all - behindSet(trial)) <= tolerance) {
                return true;
            }
        }
        return false;
    }

    /** Names a player whose step is the same at both ends. */
    private boolean single(int player) {
        double first = value(only(player)) - value(nobody);
        if (!(Math.abs(first) > NAMED * tolerance)) {
            return false;
        }
        System.arraycopy(everybody, 0, union, 0, words);
        union[player >>> 6] &= ~(1L << player);
        double last = -value(union) + value(everybody);
        if (!(Math.abs(last - first) <= 2 * tolerance)) {
            return false;
        }
        add(new int[] {player}, (first + last) / 2);
        return true;
    }

    /** Names the term that these players, all of them, complete behind the set ones. */
    private void term(int[] least) {
        double jump = behindSet(packed(least)) - value(set);
        int witness = least[0];
        for (int player : least) {
            if (Math.abs(value(only(player)) - value(nobody)) <= tolerance) {
                witness = player;
                break;
            }
        }
        int[] members = least;
        int at = witness;
        Probe difference = taken -> {
            for (int w = 0; w < words; w++) {
                union[w] = taken[w];
            }
            for (int player : least) {
                put(union, player);
            }
            double with = value(union);
            union[at >>> 6] &= ~(1L << at);
            return with - value(union);
        };
        double alone = difference.at(nobody.clone());
        if (Math.abs(alone - jump) > 2 * tolerance) {
            int[] more = minimal(difference, alone, waiting, waits);
            members = Arrays.copyOf(least, least.length + more.length);
            System.arraycopy(more, 0, members, least.length, more.length);
        }
        add(members, jump);
    }

    private void add(int[] members, double jump) {
        if (!passes.refused() && Double.isFinite(jump)) {
            found.add(fromFull ? Kind.OR : Kind.AND, members, fromFull ? -jump : jump);
            named++;
        }
    }

    /** How many of the open players make a difference together; 0 where none do. */
    private int reach(double start, int count) {
        if (differs(this::behindSet, start, NONE, 0, open, count)) {
            return count;
        }
        for (int turn = 0; turn < PARTS && count > 0; turn++) {
            // large ones too: a half seldom has all players of a large term
            int some = count - count * (1 + turn % (PARTS / 2)) / PARTS;
            if (some > 0 && differs(this::behindSet, start, NONE, 0, open, some)) {
                return some;
            }
            rotate(Math.max(1, count / PARTS), count);
        }
        return 0;
    }

    /** Moves the first open players behind the others. */
    private void rotate(int by, int count) {
        int[] first = Arrays.copyOf(open, by);
        System.arraycopy(open, by, open, 0, count - by);
        System.arraycopy(first, 0, open, count - by, by);
    }

    /** A minimal set among the first players of an order that makes a difference, as all of them together do. */
    private int[] minimal(Probe probe, double start, int[] order, int count) {
        int[] needed = new int[MOST_MEMBERS];
        int size = 0;
        int high = count;
        while (true) {
            if (size > 0 && (high == 0 || differs(probe, start, needed, size, order, 0))) {
                return passes.refused() ? NONE : shrunk(probe, start, needed, size);
            }
            if (size == MOST_MEMBERS || high == 0 || passes.refused()) {
                return NONE;
            }
            int low = 0;
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (differs(probe, start, needed, size, order, middle)) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            needed[size++] = order[--high];
        }
    }

    /**
     * Leaves out players without whom the others make a difference too: a bisection that met a sum of terms that cancel has such
     * players.
     */
    private int[] shrunk(Probe probe, double start, int[] needed, int size) {
        int left = size;
        for (int i = 0; i < left && left > 1; ) {
            int player = needed[i];
            System.arraycopy(needed, i + 1, needed, i, left - i - 1);
            if (differs(probe, start, needed, left - 1, NONE, 0)) {
                left--;
            } else {
                System.arraycopy(needed, i, needed, i + 1, left - i - 1);
                needed[i++] = player;
            }
        }
        return Arrays.copyOf(needed, left);
    }

    private boolean differs(Probe probe, double start, int[] needed, int size, int[] order, int count) {
        Arrays.fill(trial, 0);
        for (int i = 0; i < size; i++) {
            put(trial, needed[i]);
        }
        for (int i = 0; i < count; i++) {
            put(trial, order[i]);
        }
        return Math.abs(probe.at(trial) - start) > difference;
    }

    private double behindSet(long[] moved) {
        for (int w = 0; w < words; w++) {
            union[w] = set[w] | moved[w];
        }
        return value(union);
    }

    /** What is left of v where these players are moved from the end that the search starts at. */
    private double value(long[] moved) {
        for (int w = 0; w < words; w++) {
            mask[w] = fromFull ? everybody[w] & ~moved[w] : moved[w];
        }
        return passes.at(mask) - found.at(mask, 0);
    }

    private int unset(int[] order) {
        int count = 0;
        for (int player : order) {
            if ((set[player >>> 6] >>> player & 1) == 0) {
                open[count++] = player;
            }
        }
        return count;
    }

    private long[] only(int player) {
        Arrays.fill(trial, 0);
        put(trial, player);
        return trial;
    }

    private long[] packed(int[] some) {
        Arrays.fill(trial, 0);
        for (int player : some) {
            put(trial, player);
        }
        return trial;
    }

    private static void put(long[] into, int player) {
        into[player >>> 6] |= 1L << player;
    }
}
