package dev.onset.game;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import java.util.List;

/**
 * Which examples of a part are observed: its first ones, or those of some row numbers. In a study file a whole number or a list.
 *
 * @param count how many
 * @param rows their numbers in the part, from 0, in the order in which they are observed; empty for the first {@code count}
 */
@JsonClassDescription("a whole number or a list of row numbers")
public record SampleRows(int count, List<Integer> rows) {
    private static final int MOST = 100_000;

    public SampleRows {
        rows = List.copyOf(rows);
        if (!rows.isEmpty() && rows.size() != count) {
            throw new IllegalArgumentException(count + " rows of " + rows);
        }
    }

    /** The first ones. */
    @JsonCreator
    public static SampleRows first(int count) {
        return new SampleRows(count, List.of());
    }

    /** Those of these numbers. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SampleRows of(List<Integer> rows) {
        return new SampleRows(rows.size(), rows);
    }

    void require(String field, int least) {
        Require.within(field, count, least, MOST);
        for (int row : rows) {
            Require.within(field, row, 0, Integer.MAX_VALUE);
        }
        if (rows.stream().distinct().count() != rows.size()) {
            throw new FieldException(field, "names a row twice");
        }
    }

    /** The number of one of them in its part. */
    public int position(int index) {
        return rows.isEmpty() ? index : rows.get(index);
    }

    /** The largest number in its part; -1 where none is observed. */
    public int last() {
        return rows.isEmpty()
                ? count - 1
                : rows.stream().mapToInt(row -> row).max().orElseThrow();
    }

    @JsonValue
    Object written() {
        return rows.isEmpty() ? count : rows;
    }
}
