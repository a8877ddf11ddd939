package dev.onset.twophase.report;

import java.util.TreeSet;

/** The checkpoints a row of small panels shows: both ends, t*, the onset, and evenly spread ones between. */
final class TimePoints {
    private TimePoints() {}

    static int[] of(TwoPhaseReport report, int wanted) {
        int last = report.last();
        TreeSet<Integer> chosen = new TreeSet<>();
        chosen.add(0);
        chosen.add(last);
        report.main().tStar().ifPresent(t -> chosen.add(report.nearest(t.value())));
        report.losses().onset().ifPresent(v -> chosen.add(report.nearest(v)));
        while (chosen.size() < Math.min(wanted, last + 1)) {
            int from = 0;
            int widest = 0;
            Integer before = null;
            for (int c : chosen) {
                if (before != null && c - before > widest) {
                    widest = c - before;
                    from = before;
                }
                before = c;
            }
            chosen.add(from + widest / 2);
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
}
