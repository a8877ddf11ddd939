package dev.onset.twophase;

import dev.onset.kind.RunGauge;

/** What is shown of a run while it goes on, besides what its observables show. */
final class Gauges {
    static final RunGauge PHASE = RunGauge.of("phase", "0 before any phase, 1 orders have fallen, 2 they rise again");

    private Gauges() {}
}
