package dev.onset.kind;

import java.time.Duration;

/**
 * How a stage tells that it is alive and learns that it should stop. Telling costs nothing: the beat that reaches the server is
 * another thread's.
 */
public interface StageProgress {
    /**
     * Called often from a stage's own progress.
     *
     * @param note where it is, in a few words
     * @throws StageCancelled when it should stop at once
     */
    void alive(String note);

    /** True once the stage should stop at its next commit. */
    boolean stopping();

    /**
     * How long ago the server answered last, where it does not answer now: zero while it does. An attempt that the server says is
     * over is told so by {@link #alive}; one whose server is merely away may go on, and what it commits stays.
     */
    default Duration outage() {
        return Duration.ZERO;
    }

    /** For callers outside any orchestration. */
    StageProgress NONE = new StageProgress() {
        @Override
        public void alive(String note) {}

        @Override
        public boolean stopping() {
            return false;
        }
    };
}
