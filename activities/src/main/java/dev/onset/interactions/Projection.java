package dev.onset.interactions;

/** The projection onto the effects, and the noise, that match one game, and the multiplier that belongs to it. */
sealed interface Projection {
    /**
     * Leaves in the workspace's adjoint arrays what the projection takes from a point.
     *
     * @param and used up
     * @param or at the complement of their coalition; used up
     */
    void project(double[] and, double[] or);

    /** The dual value -g u - b |g|_1 of the last projection's multiplier g. */
    double dual();

    /** Weight of the noise; 0 without. */
    double theta();

    /** Without noise. */
    record Exact(ExactMatching matching, double[] target, ExtractionWorkspace w) implements Projection {
        @Override
        public void project(double[] and, double[] or) {
            matching.project(and, or, target, w);
        }

        @Override
        public double dual() {
            return -Sums.dot(w.multiplier, target);
        }

        @Override
        public double theta() {
            return 0;
        }
    }

    /**
     * With noise of at most b in each value: the workspace's splitting variable of the noise is projected with the effects, and
     * the multiplier left is g.
     */
    record Noisy(
            NormalSolver normal,
            double[][] inverseBlocks,
            SchurRows rows,
            SchurRows products,
            double[] u,
            double b,
            double theta,
            ExtractionWorkspace w)
            implements Projection {
        static Noisy of(NormalSolver normal, double[] u, double b, double theta, ExtractionWorkspace w) {
            int n = w.players();
            return new Noisy(normal, normal.inverseBlocks(theta), new SchurRows(n), new SchurRows(n), u, b, theta, w);
        }

        @Override
        public void project(double[] and, double[] or) {
            AndOrOperator.apply(and, or);
            mismatch(and, w.tNoise, u, b, w.multiplier);
            w.multiplier[0] = 0;
            normal.solve(w.multiplier, inverseBlocks, rows, products);
            AndOrOperator.transpose(w.multiplier, w.adjointAnd, w.adjointOr);
        }

        /** The noise enters reflected, 2 clip(t) - t; twice the clip of t to [-b, b] is |t+b| - |t-b|. */
        private static void mismatch(double[] game, double[] t, double[] u, double b, double[] r) {
            for (int s = 0; s < r.length; s++) {
                r[s] = game[s] - (u[s] + (Math.abs(t[s] + b) - Math.abs(t[s] - b) - t[s]));
            }
        }

        @Override
        public double dual() {
            return -Sums.dot(w.multiplier, u) - b * Sums.absolute(w.multiplier);
        }
    }
}
