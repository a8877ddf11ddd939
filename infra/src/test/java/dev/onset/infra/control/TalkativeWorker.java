package dev.onset.infra.control;

/** Prints where it must not. */
public final class TalkativeWorker {
    public void work() {
        System.out.println("working");
    }
}
