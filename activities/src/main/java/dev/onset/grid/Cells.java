package dev.onset.grid;

import dev.onset.kind.RunPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cells of a study by the name of their run. */
final class Cells {
    private final String kind;
    private final Map<String, Cell> byName = new LinkedHashMap<>();

    Cells(String kind, List<? extends Cell> cells) {
        this.kind = kind;
        cells.forEach(cell -> byName.put(cell.name(), cell));
    }

    Cell of(RunPoint point) {
        Cell cell = byName.get(point.name());
        if (cell == null) {
            throw new IllegalArgumentException("the study has no cell " + point.name());
        }
        return cell;
    }

    /** What determines the bits of a cell's training, and with a checkpoint those of its observation. */
    Map<String, Object> identity(RunPoint point) {
        return Map.of("kind", kind, "cell", of(point).identity());
    }
}
