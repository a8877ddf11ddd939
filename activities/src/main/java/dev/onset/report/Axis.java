package dev.onset.report;

import java.util.List;

/** Maps values to pixels along one direction and says where its ticks are. */
interface Axis {
    /** A value marked on an axis. */
    record Tick(double value, String label) {}

    double at(double value);

    List<Tick> ticks();
}
