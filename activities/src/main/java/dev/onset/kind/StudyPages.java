package dev.onset.kind;

import java.io.IOException;
import java.nio.file.Path;

/** How the fit of one study becomes pages. */
public interface StudyPages {
    /** Version of the pages' code, changed whenever they change. */
    String version();

    /**
     * Writes the report's files, {@code index.html} and {@code outcome.json} among them, by relative path; scalars
     * {@code verdict}, {@code words} and {@code digest}.
     */
    StageProduct write(StageContext context, ReportFacts facts, Path folder) throws IOException;

    /** What the study shows before there is a fit. */
    default LivePages live() {
        return LivePages.NONE;
    }
}
