package dev.onset.kind;

import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one study shows while it goes on, said in the figures of its report and drawn by the same code. It is asked again whenever
 * more is observed, by processes that compute nothing of the study: it reads what is there, remembers what it read, and loads no
 * training library. Safe for several threads.
 */
public interface LivePages {
    /** Shows nothing. */
    LivePages NONE = new LivePages() {};

    /**
     * The study as far as it is observed.
     *
     * @param runs those of which at least one checkpoint is observed, in grid order; each with just its observed checkpoints as its
     *     schedule, since later ones may be observed before earlier ones
     * @param folder for temporary files
     */
    default List<Figure> soFar(StageContext context, List<ObservedRun> runs, Path folder) throws IOException {
        return List.of();
    }

    /**
     * One run as far as it is observed, in one small panel: for grids and for comparisons. Its title is the run's name.
     *
     * @param run of which at least one checkpoint is observed, with just these as its schedule
     * @param folder for temporary files
     */
    default Optional<AxesPanel> glance(StageContext context, ObservedRun run, Path folder) throws IOException {
        return Optional.empty();
    }
}
