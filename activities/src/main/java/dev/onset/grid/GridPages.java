package dev.onset.grid;

import dev.onset.contracts.StudySpec;
import dev.onset.kind.LivePages;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.StageContext;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A grid while it goes on: what its cells show of themselves. */
final class GridPages implements LivePages {
    private final GridKind<?> kind;
    private final StudySpec spec;

    GridPages(GridKind<?> kind, StudySpec spec) {
        this.kind = kind;
        this.spec = spec;
    }

    @Override
    public List<Figure> soFar(StageContext context, List<ObservedRun> runs, Path folder) {
        return kind.soFar(spec, begun(context, runs));
    }

    @Override
    public Optional<AxesPanel> glance(StageContext context, ObservedRun run, Path folder) {
        return kind.glance(spec, run.point().name(), begun(context, List.of(run)));
    }

    /** A cell that has not begun was observed at no step. */
    private static Observations begun(StageContext context, List<ObservedRun> runs) {
        StoredObservations stored = new StoredObservations(runs, context.blobs());
        Set<String> there = runs.stream().map(run -> run.point().name()).collect(Collectors.toSet());
        return new Observations() {
            @Override
            public <T> List<T> of(String cell, Class<T> type) {
                return there.contains(cell) ? stored.of(cell, type) : List.of();
            }
        };
    }
}
