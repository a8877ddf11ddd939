package dev.onset.grid;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import java.io.IOException;

/** A study's data as its cells see them. */
public interface CellInputs {
    /** Of a study without data. */
    CellInputs NONE = spec -> {
        throw new IllegalStateException("this study has no data");
    };

    /** The split of the study's data, read from the store once a process. */
    Split split(DataSpec spec) throws IOException;
}
