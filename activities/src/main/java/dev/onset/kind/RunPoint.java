package dev.onset.kind;

import java.util.List;

/**
 * A grid point of a study.
 *
 * @param name the point's name, part of messages and reports
 * @param schedule steps that are committed and observed, ascending
 */
public record RunPoint(String name, List<Long> schedule) {
    public RunPoint {
        schedule = List.copyOf(schedule);
        if (schedule.isEmpty()) {
            throw new IllegalArgumentException("run " + name + " has no checkpoints");
        }
    }

    public long lastStep() {
        return schedule.get(schedule.size() - 1);
    }
}
