package dev.onset.interactions;

/**
 * Scratch memory of one sparse extraction after another, so that the iteration allocates nothing. For one thread at a time;
 * what it holds between extractions has no influence on the next one.
 */
public final class ExtractionWorkspace {
    private final int n;

    /** Splitting variables of the AND effects, OR effects (at the complement of their coalition) and noise. */
    final double[] tAnd;

    final double[] tOr;
    final double[] tNoise;

    /** Where the present Halpern run started. */
    final double[] anchorAnd;

    final double[] anchorOr;
    final double[] anchorNoise;

    /** The multiplier of the last projection, as that keeps it, and its images Z^T g, W^T g. */
    final double[] multiplier;

    final double[] adjointAnd;
    final double[] adjointOr;

    final double[] spare;
    final double[] scratchAnd;
    final double[] scratchOr;

    /** The candidate under evaluation, and the best one so far. */
    final double[] pointAnd;

    final double[] pointOr;
    final double[] pointNoise;
    final double[] bestAnd;
    final double[] bestOr;
    final double[] bestNoise;

    /** Effects in turned coordinates. */
    final double[] turnedAnd;

    final double[] turnedOr;

    /** Scratch of a projection: of an array's length, and one number for each player. */
    final double[] table;

    final double[] singles;
    double scale;

    /** Price of an effect's absolute size, and the soft threshold that follows from it; OR at the complement. */
    final double[] priceAnd;

    final double[] priceOr;
    final double[] limitAnd;
    final double[] limitOr;
    double cheapest;

    ExtractionWorkspace(int n) {
        this.n = n;
        int size = 1 << n;
        tAnd = new double[size];
        tOr = new double[size];
        tNoise = new double[size];
        anchorAnd = new double[size];
        anchorOr = new double[size];
        anchorNoise = new double[size];
        multiplier = new double[size];
        adjointAnd = new double[size];
        adjointOr = new double[size];
        spare = new double[size];
        scratchAnd = new double[size];
        scratchOr = new double[size];
        pointAnd = new double[size];
        pointOr = new double[size];
        pointNoise = new double[size];
        bestAnd = new double[size];
        bestOr = new double[size];
        bestNoise = new double[size];
        turnedAnd = new double[size];
        turnedOr = new double[size];
        table = new double[size];
        singles = new double[n];
        priceAnd = new double[size];
        priceOr = new double[size];
        limitAnd = new double[size];
        limitOr = new double[size];
    }

    /** A Halpern run starts at the present splitting variables. */
    void anchor() {
        System.arraycopy(tAnd, 0, anchorAnd, 0, tAnd.length);
        System.arraycopy(tOr, 0, anchorOr, 0, tOr.length);
        System.arraycopy(tNoise, 0, anchorNoise, 0, tNoise.length);
    }

    /** Sets the price of an effect of order k to 1 + slope k, which must stay positive; 0 is the plain problem. */
    void price(double slope) {
        for (int s = 0; s < priceAnd.length; s++) {
            int order = Integer.bitCount(s);
            priceAnd[s] = 1 + slope * order;
            priceOr[s] = 1 + slope * (n - order);
        }
        cheapest = Math.min(1, 1 + slope * n);
    }

    public int players() {
        return n;
    }

    /** Where the last sparse extraction ended, so that another can start there; it means nothing before the first. */
    public SolverState state() {
        return new SolverState(tAnd.clone(), tOr.clone(), tNoise.clone(), scale);
    }
}
