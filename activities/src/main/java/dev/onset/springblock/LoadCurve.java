package dev.onset.springblock;

/**
 * What a curve of data separations D_0..D_m shows: the loads d_l = D_(l-1) - D_l of its layers (arXiv 2407.19353).
 *
 * @param separation D_l, from the input on
 * @param loads d_1..d_m
 */
record LoadCurve(double[] separation, double[] loads) {
    /** @param separation three values at least */
    static LoadCurve of(double[] separation) {
        if (separation.length < 3) {
            throw new IllegalArgumentException(separation.length + " separations have no curve");
        }
        double[] loads = new double[separation.length - 1];
        for (int l = 0; l < loads.length; l++) {
            loads[l] = separation[l] - separation[l + 1];
        }
        return new LoadCurve(separation, loads);
    }

    /** v, the standard deviation of the loads: 0 for a straight line. */
    double unevenness() {
        double mean = 0;
        for (double load : loads) {
            mean += load / loads.length;
        }
        double squares = 0;
        for (double load : loads) {
            squares += (load - mean) * (load - mean);
        }
        return Math.sqrt(squares / loads.length);
    }

    /** c = d_first - d_last: below 0 deep layers do the work (lazy), above 0 shallow ones (active). */
    double convexity() {
        return loads[0] - loads[loads.length - 1];
    }

    /** R^2 of the straight line through D_l against l; 1 for a flat curve. */
    double straightness() {
        int n = separation.length;
        double meanX = (n - 1) / 2.0;
        double meanY = 0;
        for (double d : separation) {
            meanY += d / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int l = 0; l < n; l++) {
            xx += (l - meanX) * (l - meanX);
            xy += (l - meanX) * (separation[l] - meanY);
            yy += (separation[l] - meanY) * (separation[l] - meanY);
        }
        return yy > 0 ? xy * xy / (xx * yy) : 1;
    }
}
