package dev.onset.spectrum;

import java.util.Random;

/** Games of every kind that an estimator meets, as tables of values: random networks, planted AND-OR terms, noise. */
final class RandomGames {
    private RandomGames() {}

    static double[] of(int kind, int n, long seed) {
        Random random = new Random(seed);
        return switch (kind % 3) {
            case 0 -> network(n, random);
            case 1 -> planted(n, random);
            default -> noisy(n, random);
        };
    }

    /** Log-odds of two classes of a network with one hidden layer of 16 ReLU units. */
    static double[] network(int n, Random random) {
        int hidden = 16;
        double[][] in = new double[hidden][n + 1];
        double[][] out = new double[2][hidden];
        for (int h = 0; h < hidden; h++) {
            for (int i = 0; i <= n; i++) {
                in[h][i] = random.nextGaussian();
            }
            out[0][h] = random.nextGaussian();
            out[1][h] = random.nextGaussian();
        }
        double[] v = new double[1 << n];
        for (int s = 0; s < v.length; s++) {
            double[] z = new double[2];
            for (int h = 0; h < hidden; h++) {
                double a = in[h][n];
                for (int i = 0; i < n; i++) {
                    a += (s >>> i & 1) * in[h][i];
                }
                z[0] += Math.max(0, a) * out[0][h];
                z[1] += Math.max(0, a) * out[1][h];
            }
            v[s] = z[0] - Math.log(1 + Math.exp(z[1]));
        }
        return v;
    }

    /** Thirty AND and OR terms of up to four players. */
    static double[] planted(int n, Random random) {
        double[] v = new double[1 << n];
        for (int term = 0; term < 30; term++) {
            int members = 0;
            int order = 1 + random.nextInt(4);
            while (Integer.bitCount(members) < Math.min(order, n)) {
                members |= 1 << random.nextInt(n);
            }
            double effect = random.nextGaussian();
            boolean and = random.nextBoolean();
            for (int s = 0; s < v.length; s++) {
                if (and ? (s & members) == members : (s & members) != 0) {
                    v[s] += effect;
                }
            }
        }
        return v;
    }

    /** A network with as much noise at every coalition. */
    private static double[] noisy(int n, Random random) {
        double[] v = network(n, random);
        double scale = Math.sqrt(ExactSpectrum.of(v, 0.5).variance());
        for (int s = 0; s < v.length; s++) {
            v[s] += scale * random.nextGaussian();
        }
        return v;
    }

    /** A table as a game that is asked for masks. */
    record Table(int players, double[][] tables) implements MaskValues {
        static Table of(double[]... tables) {
            return new Table(Integer.numberOfTrailingZeros(tables[0].length), tables);
        }

        @Override
        public int outputs() {
            return tables.length;
        }

        @Override
        public void evaluate(long[] masks, int count, double[][] values) {
            for (int o = 0; o < tables.length; o++) {
                for (int i = 0; i < count; i++) {
                    values[o][i] = tables[o][(int) masks[i]];
                }
            }
        }
    }
}
