package dev.onset.infra.cli;

import dev.onset.infra.study.ProgressSink;

/** Shows progress until it is closed; closing twice is harmless. */
interface Display extends ProgressSink, AutoCloseable {
    @Override
    void close();

    /** Bars on a terminal, a line now and then elsewhere. */
    static Display on(Console console, Runnable whenAccepted) {
        return console.terminal()
                ? new BarDisplay(console.err(), whenAccepted)
                : new LineDisplay(console.err(), System::nanoTime, whenAccepted);
    }
}
