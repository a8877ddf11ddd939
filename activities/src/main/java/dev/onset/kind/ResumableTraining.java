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
     * Trains on towards a step. A training that is taken step by step ends there. One that goes on by itself and is only looked
     * at returns when its next checkpoint is there, or soon, so that the caller can look at its orders: {@link #step} says which.
     *
     * @param each called with steps taken, in ascending order; it may throw to stop between two steps
     */
    void advance(long step, LongConsumer each);

    /** Whether a step lies behind training already, so that {@link #advance} to it returns at once. */
    default boolean isReached(long step) {
        return step() >= step;
    }

    /**
     * Whether the same state, trained on again, gives the same networks. Where not, another content for a step that was committed
     * is no sign of a defect.
     */
    default boolean isRepeatable() {
        return true;
    }

    /**
     * Writes the state at the current step, or, of a training that goes on by itself, at the first step at which it can: {@link
     * #step} says which, from now on. The same state always gives the same bytes, or the same {@code identity.json}. Returns files
     * by part name.
     */
    Map<String, Path> write(Path folder) throws IOException;

    /** As {@link #write}, but only what {@link #restore} needs; for training that is interrupted before the next checkpoint. */
    default Map<String, Path> writeState(Path folder) throws IOException {
        return write(folder);
    }

    @Override
    void close();
}
