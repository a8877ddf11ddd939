package dev.onset.spectrum;

/**
 * One half of the base masks, by mask and by player, and the standardised coordinates phi_i = (x_i - p) / sqrt(p (1-p)) on them.
 * Not thread-safe.
 */
final class HalfMasks {
    final int players;
    final int count;
    final int from;
    private final double p;
    private final double scale;
    private final int words;
    private final long[] masks;
    private final int columnWords;
    /** Bit-packed by player: which masks of this half have it. */
    private final long[] columns;

    private final WeightedBits overPlayers;
    private final WeightedBits overMasks;
    private final double[] ofPlayer;

    HalfMasks(SampledValues sampled, int from, int to) {
        this.players = sampled.players;
        this.count = to - from;
        this.from = from;
        this.p = sampled.spec.p();
        this.scale = Math.sqrt(p * (1 - p));
        this.words = sampled.words;
        this.masks = sampled.masks;
        this.columnWords = (count + 63) >>> 6;
        this.columns = new long[players * columnWords];
        for (int i = 0; i < count; i++) {
            for (int player = 0; player < players; player++) {
                long bit = masks[(from + i) * words + (player >>> 6)] >>> player & 1;
                columns[player * columnWords + (i >>> 6)] |= bit << i;
            }
        }
        this.overPlayers = new WeightedBits(players);
        this.overMasks = new WeightedBits(count);
        this.ofPlayer = new double[players];
    }

    /** Both halves of a game's draws. */
    static HalfMasks[] of(SampledValues sampled) {
        int draws = sampled.spec.draws();
        return new HalfMasks[] {
            new HalfMasks(sampled, 0, draws / 2), new HalfMasks(sampled, draws / 2, draws),
        };
    }

    /** Adds sum over players of c_i phi_i to each mask's entry. */
    void addLinear(double[] c, double times, double[] to) {
        overPlayers.load(c, 0);
        double sum = 0;
        for (double value : c) {
            sum += value;
        }
        for (int i = 0; i < count; i++) {
            to[i] += times * (overPlayers.sum(masks, (from + i) * words) - p * sum) / scale;
        }
    }

    /** Means of phi_i r over the masks, by player; afterwards {@link #pairMean} is of this r. */
    void means(double[] r, double[] out) {
        overMasks.load(r, 0);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += r[i];
        }
        for (int player = 0; player < players; player++) {
            ofPlayer[player] = overMasks.sum(columns, player * columnWords);
            out[player] = (ofPlayer[player] - p * sum) / (scale * count);
        }
        total = sum;
    }

    private double total;

    /** Mean of phi_i phi_j r, r as {@link #means} was last told. */
    double pairMean(int i, int j) {
        double both = overMasks.sumOfBoth(columns, i * columnWords, j * columnWords);
        return (both - p * (ofPlayer[i] + ofPlayer[j]) + p * p * total) / (scale * scale * count);
    }

    /** Adds d phi_i phi_j to each mask's entry. */
    void addPair(int i, int j, double d, double[] to) {
        double both = d * (1 - p) * (1 - p) / (scale * scale);
        double one = -d;
        double none = d * p * p / (scale * scale);
        int ofI = i * columnWords;
        int ofJ = j * columnWords;
        for (int mask = 0; mask < count; mask++) {
            long a = columns[ofI + (mask >>> 6)] >>> mask & 1;
            long b = columns[ofJ + (mask >>> 6)] >>> mask & 1;
            to[mask] += a + b == 1 ? one : a == 1 ? both : none;
        }
    }
}
