package dev.onset.infra.study;

/** Receives progress of a run; called from any thread, cheap enough for every step. */
public interface ProgressSink {
    /** The input was accepted; from now on the run writes. */
    void accepted();

    /**
     * A task went on.
     *
     * @param task what, such as {@code train network} or {@code observe network}
     * @param done units so far
     * @param total units in all
     * @param detail a few words, or empty
     */
    void update(String task, long done, long total, String detail);

    /**
     * A task stands still until someone acts, so that no time is left to be told.
     *
     * @param why in a word or two, such as {@code parked}
     */
    void rests(String task, long done, long total, String why);

    /** Something worth a line: a reuse, a lost object that is recomputed. */
    void note(String line);
}
