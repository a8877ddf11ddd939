package dev.onset.infra.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Optional;

/** The log on the terminal: what repeats itself is one line a minute, with a count; the log file has every line. */
public final class TerminalAppender extends ConsoleAppender<ILoggingEvent> {
    private final LineRate rate = new LineRate(System::nanoTime);

    @Override
    protected void append(ILoggingEvent event) {
        Optional<Integer> held = rate.admit(LogTopic.of(event));
        if (held.isPresent()) {
            super.append(held.get() == 0 ? event : counted(event, held.get()));
        }
    }

    private static ILoggingEvent counted(ILoggingEvent event, int held) {
        LoggingEvent line = new LoggingEvent();
        line.setLoggerName(event.getLoggerName());
        line.setLevel(event.getLevel());
        line.setThreadName(event.getThreadName());
        line.setInstant(event.getInstant());
        line.setMDCPropertyMap(event.getMDCPropertyMap());
        line.setMessage(event.getFormattedMessage() + " (and " + held + " more since the last such line)");
        return line;
    }
}
