package dev.onset.kind;

/** How a stage tells that it is alive and learns that it should stop. */
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
