package dev.onset.grid;

import dev.onset.data.SplitCache;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The cells of a study by the name of their run, and what they are trained on. */
final class Cells {
    private final String kind;
    private final StudyDocument study;
    private final SplitCache splits;
    private final Map<String, Cell> byName = new LinkedHashMap<>();

    /** @param splits where data are read once a process */
    Cells(String kind, StudyDocument study, List<? extends Cell> cells, SplitCache splits) {
        this.kind = kind;
        this.study = study;
        this.splits = splits;
        cells.forEach(cell -> byName.put(cell.name(), cell));
    }

    Cell of(RunPoint point) {
        Cell cell = byName.get(point.name());
        if (cell == null) {
            throw new IllegalArgumentException("the study has no cell " + point.name());
        }
        return cell;
    }

    /** Opens a cell's training at step 0, with the study's data where it asks for them. */
    VectorTraining open(StageContext context, RunPoint point) throws IOException {
        return of(point).open(spec -> splits.of(context, study, spec));
    }

    /** What determines the bits of a cell's training, and with a checkpoint those of its observation. */
    Map<String, Object> identity(RunPoint point) {
        Map<String, Object> identity =
                new TreeMap<>(Map.of("kind", kind, "cell", of(point).identity()));
        if (!study.inputs().isEmpty()) {
            identity.put("inputs", study.inputDigests());
        }
        return identity;
    }
}
