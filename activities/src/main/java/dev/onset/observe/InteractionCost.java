package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.kind.Observable;
import dev.onset.train.NetworkCost;

/**
 * What observing interactions costs, about. The constants were measured on one core of a 2020s server; a plan needs the order of
 * magnitude and the proportion of stages, not the second.
 */
final class InteractionCost {
    /** Of an extraction with ten players; each further player doubles the values and slows convergence. */
    private static final double SECONDS_PER_EXTRACTION = 0.003;

    /** The same where values may stay unexplained. */
    private static final double SECONDS_WITH_NOISE = 0.009;

    private static final double GROWTH = 2.5;

    private InteractionCost() {}

    static Observable.Cost of(DataSpec data, ObservationSpec spec, NetworkCost network) {
        int players = spec.players().number(data.features());
        double samples = (double) spec.samples() / spec.shards();
        double games = samples * spec.outputs().size();
        long rows = Math.round(samples * (1L << players));
        double each = spec.noise() > 0 ? SECONDS_WITH_NOISE : SECONDS_PER_EXTRACTION;
        double extractions = games * each * Math.pow(GROWTH, players - 10);
        return new Observable.Cost(
                rows,
                Math.round(games * 3 * Double.BYTES * (1L << players)),
                rows * network.forwardFlops() * NetworkObservable.SECONDS_PER_FORWARD_FLOP + extractions);
    }
}
