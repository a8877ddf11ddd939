package dev.onset.infra.cli;

import dev.onset.infra.study.ProgressSink;

/** Shows progress until it is closed; closing twice is harmless. */
interface Display extends ProgressSink, AutoCloseable {
    @Override
    void close();

    /** All that was begun has come to its end. */
    default void finished() {}

    /** A block that is redrawn on a terminal, a line now and then elsewhere. */
    static Display on(Console console, Runnable whenAccepted) {
        return console.terminal()
                ? new BlockDisplay(console.err(), System::nanoTime, whenAccepted)
                : new LineDisplay(console.err(), System::nanoTime, whenAccepted);
    }
}
