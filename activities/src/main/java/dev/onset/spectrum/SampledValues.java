package dev.onset.spectrum;

import dev.onset.spectrum.OrderSpectrum.Method;

/**
 * A game's values at random masks: R base masks, and for the mean order further masks that differ from them. A block holds the
 * values of its base masks, then those of its further masks in their order; blocks are computed one after another and each is a
 * function of (seed, sample, block) alone.
 */
final class SampledValues {
    /** Base masks on which every player is flipped at least. */
    private static final int LEAST_FLIPPED = 8;

    final SamplingSpec spec;
    final int players;
    final int words;

    /** [draw x words]. */
    final long[] masks;

    /** [output][draw]. */
    final double[][] base;

    /** [output][change], {@link #changes} for each of the first {@link #changed} draws. */
    final double[][] further;

    /** Base masks that are changed, the first ones. */
    final int changed;

    /** Further masks of each. */
    final int changes;

    /** Player that draw r flips is {@code order[r % n]}, where one is flipped. */
    final int[] order;

    private SampledValues(MaskValues game, SamplingSpec spec) {
        this.spec = spec;
        this.players = game.players();
        this.words = RandomMasks.words(players);
        int draws = spec.draws();
        this.changed = switch (spec.method()) {
            case FLIP_ONE -> draws;
            case FLIP_ALL -> Math.min(draws, Math.max(LEAST_FLIPPED, draws / players));
            case REDRAW -> draws / 2;
            case EXACT -> throw new IllegalArgumentException("not sampled");
        };
        this.changes = spec.method() == Method.FLIP_ALL ? players : spec.method() == Method.REDRAW ? 2 : 1;
        this.masks = new long[draws * words];
        this.base = new double[game.outputs()][draws];
        this.further = new double[game.outputs()][Math.multiplyExact(changed, changes)];
        this.order = new RandomMasks(players, spec).order();
    }

    /** Evaluates all blocks. */
    static SampledValues of(MaskValues game, SamplingSpec spec) {
        SampledValues values = new SampledValues(game, spec);
        RandomMasks random = new RandomMasks(values.players, spec);
        for (int block = 0; block * RandomMasks.BLOCK < spec.draws(); block++) {
            values.block(game, random, block);
        }
        return values;
    }

    long passes() {
        return spec.draws() + (long) changed * changes;
    }

    private void block(MaskValues game, RandomMasks random, int block) {
        int from = block * RandomMasks.BLOCK;
        int count = Math.min(RandomMasks.BLOCK, spec.draws() - from);
        int touched = Math.max(0, Math.min(count, changed - from));
        long[] own = new long[count * words];
        random.base(block, count, own);
        System.arraycopy(own, 0, masks, from * words, own.length);
        double[][] values = compute(game, own, count, further(random, block, own, touched), touched * changes);
        for (int o = 0; o < base.length; o++) {
            System.arraycopy(values[o], 0, base[o], from, count);
            if (touched > 0) {
                System.arraycopy(values[o], count, further[o], from * changes, touched * changes);
            }
        }
    }

    private long[] further(RandomMasks random, int block, long[] own, int touched) {
        long[] out = new long[touched * changes * words];
        if (spec.method() == Method.REDRAW) {
            random.redrawn(block, touched, own, out);
            return out;
        }
        int from = block * RandomMasks.BLOCK;
        for (int mask = 0; mask < touched; mask++) {
            for (int change = 0; change < changes; change++) {
                int at = (mask * changes + change) * words;
                System.arraycopy(own, mask * words, out, at, words);
                int player = changes == 1 ? order[(from + mask) % players] : change;
                out[at + (player >>> 6)] ^= 1L << player;
            }
        }
        return out;
    }

    private double[][] compute(MaskValues game, long[] own, int count, long[] further, int more) {
        double[][] values = new double[base.length][count + more];
        int most = game.batch();
        double[][] batch = new double[base.length][most];
        long[] packed = new long[most * words];
        int all = count + more;
        for (int from = 0; from < all; from += most) {
            int size = Math.min(most, all - from);
            for (int i = 0; i < size; i++) {
                int at = from + i;
                boolean isBase = at < count;
                System.arraycopy(isBase ? own : further, (isBase ? at : at - count) * words, packed, i * words, words);
            }
            game.evaluate(packed, size, batch);
            for (int o = 0; o < values.length; o++) {
                for (int i = 0; i < size; i++) {
                    Checks.finite(batch[o][i], "a mask drawn at random");
                }
                System.arraycopy(batch[o], 0, values[o], from, size);
            }
        }
        return values;
    }
}
