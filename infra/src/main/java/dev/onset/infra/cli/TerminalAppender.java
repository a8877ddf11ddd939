package dev.onset.infra.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Map;
import java.util.function.Consumer;

/** The log on the terminal: what repeats itself is one line a minute, with a count; the log file has every line. */
public final class TerminalAppender extends ConsoleAppender<ILoggingEvent> {
    /** How a line is printed where something is drawn on the terminal that it must not run into. */
    private static volatile Consumer<Runnable> printing = Runnable::run;

    private final LineRate rate = new LineRate(System::nanoTime);

    @Override
    protected void append(ILoggingEvent event) {
        rate.admit(LogTopic.of(event)).ifPresent(held -> printing.accept(() -> super.append(line(event, held))));
    }

    /** Has every line printed by this from now on. */
    static void above(Consumer<Runnable> print) {
        printing = print;
    }

    /** What happened, its cause and how often, in one line. */
    static ILoggingEvent line(ILoggingEvent event, int held) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        IThrowableProxy cause = event.getThrowableProxy();
        if (cause != null && cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
            text.append(": ").append(cause.getMessage());
        }
        if (held > 0) {
            text.append(" (and ").append(held).append(" more since the last such line)");
        }
        LoggingEvent line = new LoggingEvent();
        line.setLoggerName(event.getLoggerName());
        line.setLevel(event.getLevel());
        line.setThreadName(event.getThreadName());
        line.setInstant(event.getInstant());
        line.setMDCPropertyMap(Map.of()); // without it, an event of no logger looks for its context and fails
        line.setMessage(text.toString().replaceAll("\\s*\\R\\s*", " "));
        return line;
    }
}
