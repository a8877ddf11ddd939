package dev.onset.infra.study;

import dev.onset.store.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one listing says of a study's records, before any is read.
 *
 * @param execution number of the newest execution; 0 where there is none
 * @param ended whether its end is recorded
 * @param revisions how many revisions there are
 */
record RecordNumbers(int execution, boolean ended, int revisions) {
    private static final RecordNumbers NONE = new RecordNumbers(0, false, 0);
    private static final int EXECUTION = 5;

    /** By study, ascending. */
    static Map<String, RecordNumbers> of(List<ObjectKey> keys) {
        Map<String, RecordNumbers> all = new TreeMap<>();
        for (ObjectKey key : keys) {
            String[] segments = key.value().split("/");
            if (segments.length > 2) {
                all.merge(segments[1], NONE.with(segments), RecordNumbers::and);
            }
        }
        return all;
    }

    private RecordNumbers with(String[] segments) {
        if (segments.length == EXECUTION && segments[2].equals("executions") && segments[3].matches("\\d{1,9}")) {
            boolean end = segments[4].equals("end.json");
            return end || segments[4].equals("begin.json")
                    ? new RecordNumbers(Integer.parseInt(segments[3]), end, 0)
                    : this;
        }
        return segments[2].equals("revisions") ? new RecordNumbers(0, false, 1) : this;
    }

    private RecordNumbers and(RecordNumbers other) {
        int newest = Math.max(execution, other.execution);
        return new RecordNumbers(
                newest,
                (ended && execution == newest) || (other.ended && other.execution == newest),
                revisions + other.revisions);
    }
}
