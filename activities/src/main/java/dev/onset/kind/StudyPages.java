package dev.onset.kind;

import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the fit of one study becomes pages. */
public interface StudyPages {
    /** Version of the pages' code, changed whenever they change. */
    String version();

    /**
     * Writes the report's files, {@code index.html} and {@code outcome.json} among them, by relative path; scalars
     * {@code verdict}, {@code words} and {@code digest}.
     */
    StageProduct write(StageContext context, ReportFacts facts, Path folder) throws IOException;

    /** What the fit found, for a study to be compared with others; empty where nothing is said. */
    default Optional<Outcome> outcome(StageContext context, StageResult fit) throws IOException {
        return Optional.empty();
    }

    /** The runs that a fit holds for comparison; empty where it is of one study, which {@link #outcome} speaks of. */
    default List<ComparedRun> compared(StageContext context, StageResult fit) throws IOException {
        return List.of();
    }

    /** What varies over those runs, in order. */
    default List<Factor> factors() {
        return List.of();
    }

    /** What the study shows before there is a fit. */
    default LivePages live() {
        return LivePages.NONE;
    }
}
