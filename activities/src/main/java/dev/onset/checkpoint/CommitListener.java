package dev.onset.checkpoint;

/** Hears what happens to commit logs, for metrics and progress. Called on the committing thread; must not throw. */
public interface CommitListener {
    /** A listener that does nothing. */
    CommitListener NONE = new CommitListener() {};

    /** Called when a commit of {@code step} has ended with this outcome. */
    default void committed(String run, long step, CommitOutcome outcome) {}

    /** Called when something in a log or a checkpoint was damaged and passed over. */
    default void damaged(String run, String problem) {}
}
