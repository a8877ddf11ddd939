package dev.onset.kind;

import dev.onset.contracts.Reading;
import java.io.IOException;
import java.nio.file.Path;

/** Says while a run goes on where it stands. Safe for several threads. */
public interface LiveReader {
    /**
     * Reads the run's first checkpoints. The answer depends on their observations alone: not on what is known, which only
     * saves work, nor on how many arrived at once.
     *
     * @param first the run up to its newest checkpoint that is observed without a gap
     * @param known an earlier answer, of fewer checkpoints
     * @param folder for temporary files
     */
    Reading read(StageContext context, ObservedRun first, Reading known, Path folder, StageProgress progress)
            throws IOException;
}
