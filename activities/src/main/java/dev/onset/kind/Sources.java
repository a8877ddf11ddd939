package dev.onset.kind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files around a study file, while the study is planned. Paths are as the study file writes them. */
public interface Sources {
    /**
     * The files beneath a folder or an {@code s3://} prefix, at any depth: names relative to it, with slashes, in order.
     *
     * @throws dev.onset.contracts.OnsetException DATA_INVALID where there is no such folder
     */
    List<String> list(String folder) throws IOException;

    /**
     * A file on this machine: itself, or a copy that lasts as long as the process.
     *
     * @throws dev.onset.contracts.OnsetException DATA_INVALID where there is no such file
     */
    Path file(String role, String source) throws IOException;

    /** Tells whoever plans the study something worth a line. */
    void note(String line);
}
