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

    /** True once, when what is done so far should be made durable now although the stage goes on. */
    default boolean saveNow() {
        return false;
    }

    /** True once nobody has listened for so long that the stage should end where it is durable. */
    default boolean alone() {
        return false;
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
