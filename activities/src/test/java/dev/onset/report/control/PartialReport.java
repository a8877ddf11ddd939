package dev.onset.report.control;

import dev.onset.grokking.cubic.CubicKind;
import dev.onset.phases.Interval;
import dev.onset.twophase.TwoPhaseKind;

/** A report that knows kinds and their science; the rules have to catch each. */
public final class PartialReport {
    public String of(Interval interval) {
        return interval + new TwoPhaseKind().name() + new CubicKind().name();
    }
}
