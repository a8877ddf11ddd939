package dev.onset.infra.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Map;

/** The log on the terminal: what repeats itself is one line a minute, with a count; the log file has every line. */
public final class TerminalAppender extends ConsoleAppender<ILoggingEvent> {
    private final LineRate rate = new LineRate(System::nanoTime);

    @Override
    protected void append(ILoggingEvent event) {
        rate.admit(LogTopic.of(event)).ifPresent(held -> super.append(line(event, held)));
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
