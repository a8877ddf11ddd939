package dev.onset.kind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A training that can be left at any step and taken up again, in another process, with the same bits. Confined to one
 * thread. Nothing it holds needs to survive: what is written by {@link #writeState} is the whole state, and {@link #write} adds
 * what observations need.
 */
public interface ResumableTraining extends AutoCloseable {
    /** Steps taken so far. */
    long step();

    /**
     * Takes up the state that {@link #write} or {@link #writeState} left in a folder.
     *
     * @throws dev.onset.contracts.OnsetException STORE_CORRUPT when the files are not a checkpoint of this training
     */
    void restore(Path checkpoint) throws IOException;

    /** Whether {@link #restore} needs a part of a checkpoint; what it does not need is not fetched. */
    default boolean needs(String part) {
        return true;
    }

    /**
     * Trains on to a step.
     *
     * @param each called with every step taken; it may throw to stop between two steps
     */
    void advance(long step, LongConsumer each);

    /** Writes the state at the current step; the same state always gives the same bytes. Returns files by part name. */
    Map<String, Path> write(Path folder) throws IOException;

    /** As {@link #write}, but only what {@link #restore} needs; for training that is interrupted before the next checkpoint. */
    default Map<String, Path> writeState(Path folder) throws IOException {
        return write(folder);
    }

    @Override
    void close();
}
