package dev.onset.interactions;

/**
 * What keeps a projection of {@link ExactMatching} from effects that are no unknowns: tables of one n, immutable.
 *
 * <p>In turned coordinates every such effect changes the mismatch along one vector, the image of the AND of the empty set, times
 * a sum over players. That effect is free and not projected: the mismatch loses its part along the vector, which is also the
 * image of the OR of the empty set, another that is no unknown. The OR of a single player i, the same function as its AND, is
 * to stay zero; its image is the vector times -g with player i and 1/g without, g the golden ratio. Zero is what is left where
 * the effects projected have just those values e there that the projection takes away. By symmetry e is one multiple of
 * what it takes from zeros there, plus another of the sum of that over players.
 */
final class ExcludedEffects {
    private static final double GOLDEN = ExactMatching.GOLDEN;
    private static final double ROOT_5 = Math.sqrt(5);
    private static final int UNROLLED = 8;

    private final int n;
    private final double[] direction;
    private final double length;

    /** The part of a single player's image along the direction. */
    private final double shared;

    private final double own;
    private final double common;

    /** @param emptyAnd the image of the AND of the empty set; kept, and made a unit vector */
    ExcludedEffects(int n, double[] emptyAnd) {
        this.n = n;
        direction = emptyAnd;
        length = Math.sqrt(Sums.dot(emptyAnd, emptyAnd));
        for (int s = 0; s < emptyAnd.length; s++) {
            direction[s] /= length;
        }
        double[] first = imageOfOr(0);
        shared = Sums.dot(first, direction);
        // the unit matrix less the Gram matrix of the images without that part has one number in its diagonal, one
        // beside it
        double diagonal = 1 - Sums.dot(first, first) + shared * shared;
        double beside = n == 1 ? 0 : shared * shared - Sums.dot(first, imageOfOr(1));
        own = 1 / (diagonal - beside);
        common = -beside * own / (diagonal - beside + n * beside);
    }

    private double[] imageOfOr(int player) {
        double[] image = new double[direction.length];
        for (int s = 0; s < image.length; s++) {
            image[s] = length * direction[s] * ((s >> player & 1) == 1 ? -GOLDEN : 1 / GOLDEN);
        }
        return image;
    }

    /** The unit vector along which all excluded effects change a mismatch. */
    double[] direction() {
        return direction;
    }

    /**
     * What has to be added to the mismatch of all effects, in units of the {@link #direction}.
     *
     * @param r the mismatch
     * @param e scratch, a number for each player
     * @param table becomes the correction, a sum over the players of a coalition
     */
    void correction(double[] r, double[] e, double[] table) {
        double sum = sums(r, e, table);
        double taken = 0;
        for (int i = 0; i < n; i++) {
            e[i] = length * (sum / GOLDEN - ROOT_5 * e[i]) - shared * sum;
            taken += e[i];
        }
        double all = 0;
        for (int i = 0; i < n; i++) {
            e[i] = own * e[i] + common * taken;
            all += e[i];
        }
        table[0] = all * (length / GOLDEN - shared) - sum;
        for (int i = 0; i < n; i++) {
            extend(table, 1 << i, -length * ROOT_5 * e[i]);
        }
    }

    /** The second h entries are the first ones plus a number; as in {@link PlayerRotation}, common distances are written out. */
    private static void extend(double[] table, int h, double add) {
        switch (h) {
            case 64 -> extendBy(table, 64, add);
            case 128 -> extendBy(table, 128, add);
            case 256 -> extendBy(table, 256, add);
            case 512 -> extendBy(table, 512, add);
            case 1024 -> extendBy(table, 1024, add);
            case 2048 -> extendBy(table, 2048, add);
            default -> extendBy(table, h, add);
        }
    }

    private static void extendBy(double[] table, int h, double add) {
        for (int s = 0; s < h; s++) {
            table[s + h] = table[s] + add;
        }
    }

    /**
     * Sums of r times {@link #direction}.
     *
     * @param with becomes the sum with each player
     * @param scratch of an eighth of the array
     * @return the sum of all
     */
    private double sums(double[] r, double[] with, double[] scratch) {
        int player = 0;
        int size = r.length;
        if (size >= UNROLLED) {
            eighths(r, with, scratch);
            player = 3;
            size /= UNROLLED;
        } else {
            for (int s = 0; s < size; s++) {
                scratch[s] = r[s] * direction[s];
            }
        }
        for (; size > 1; size /= 2, player++) {
            double present = 0;
            for (int s = 0; s < size; s += 2) {
                present += scratch[s + 1];
                scratch[s / 2] = scratch[s] + scratch[s + 1];
            }
            with[player] = present;
        }
        return scratch[0];
    }

    /** The sums with the first three players, and those of every eight entries. */
    private void eighths(double[] r, double[] with, double[] sums) {
        double with0 = 0;
        double with1 = 0;
        double with2 = 0;
        for (int b = 0; b < r.length; b += UNROLLED) {
            double x1 = r[b + 1] * direction[b + 1];
            double x3 = r[b + 3] * direction[b + 3];
            double x5 = r[b + 5] * direction[b + 5];
            double x7 = r[b + 7] * direction[b + 7];
            with0 += (x1 + x3) + (x5 + x7);
            double x01 = r[b] * direction[b] + x1;
            double x23 = r[b + 2] * direction[b + 2] + x3;
            double x45 = r[b + 4] * direction[b + 4] + x5;
            double x67 = r[b + 6] * direction[b + 6] + x7;
            with1 += x23 + x67;
            double last = x45 + x67;
            with2 += last;
            sums[b / UNROLLED] = (x01 + x23) + last;
        }
        with[0] = with0;
        with[1] = with1;
        with[2] = with2;
    }
}
