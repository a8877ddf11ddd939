package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.grpc.Status;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What of the log reaches the terminal. */
@Tag("unit")
final class TerminalLogTest {
    private final AtomicLong clock = new AtomicLong();
    private final LineRate rate = new LineRate(clock::get);
    /** The one in use: a context of its own has no adapter for the thread's properties, whatever ran before. */
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    private final List<String> printed = new ArrayList<>();

    private void log(String logger, String message, @Nullable Throwable cause) {
        String topic = LogTopic.of(
                new LoggingEvent("test", context.getLogger(logger), Level.WARN, message, cause, new Object[] {"x"}));
        rate.admit(topic).ifPresent(held -> printed.add(message + " +" + held));
    }

    private void seconds(long seconds) {
        clock.addAndGet(seconds * 1_000_000_000L);
    }

    /** As many places notice it as there are in the product, ten times a second. */
    @Test
    void outageOfTenMinutes_writesALineAMinute_andSaysHowManyItHeld() {
        for (int tenth = 0; tenth < 6_000; tenth++) {
            clock.addAndGet(100_000_000L);
            switch (tenth % 6) {
                case 0 -> log("dev.onset.infra.store.S3ObjectStore", "attempt failed", null);
                case 1 -> log("io.temporal.internal.worker.Poller", "poll failed", null);
                case 2 ->
                    log(
                            "dev.onset.stages.A",
                            "not told",
                            new IllegalStateException(Status.UNAVAILABLE.asRuntimeException()));
                case 3 -> log("dev.onset.stages.ServerAbsence", "training goes on", null);
                case 4 -> log("dev.onset.stages.B", "kept", new OnsetException(ErrorCode.STORE_UNAVAILABLE, "away"));
                default ->
                    log(
                            "dev.onset.stages.C",
                            "later",
                            ApplicationFailure.newFailure("away", ErrorCode.STORE_UNAVAILABLE.name()));
            }
        }
        assertThat(printed).hasSizeBetween(10, 11);
        assertThat(printed.get(0)).endsWith("+0");
        assertThat(printed.get(1)).endsWith("+599");
    }

    @Test
    void linesThatDifferInNumbersOnly_areOneLineAMinute() {
        for (int second = 0; second < 120; second++) {
            log("dev.onset.checkpoint.CommitLog", "fenced at {}", null);
            seconds(1);
        }
        assertThat(printed).containsExactly("fenced at {} +0", "fenced at {} +59");
    }

    @Test
    void otherTopics_areNotHeldBackByAnOutage() {
        log("io.temporal.internal.worker.Poller", "poll failed", null);
        log("dev.onset.stages.StageRunner", "stage {} is recomputed", null);
        log("dev.onset.stages.ActivityBoundary", "a stage failed", new IllegalStateException("defect"));
        assertThat(printed).hasSize(3);
    }

    @Test
    void cause_isInTheSameLine() {
        LoggingEvent event = new LoggingEvent(
                "test",
                context.getLogger("io.temporal.Poller"),
                Level.WARN,
                "poll of {} failed:\n twice",
                new IllegalStateException("UNAVAILABLE:\r\nconnection closed"),
                new Object[] {"queue"});
        assertThat(TerminalAppender.line(event, 0).getFormattedMessage())
                .isEqualTo("poll of queue failed: twice: UNAVAILABLE: connection closed");
        assertThat(TerminalAppender.line(event, 7).getFormattedMessage())
                .endsWith("closed (and 7 more since the last such line)");
    }

    @Test
    void warning_reachesTheTerminal() {
        PrintStream before = System.err;
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        System.setErr(new PrintStream(seen, true, StandardCharsets.UTF_8));
        try {
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setPattern("%-5level %logger{20}: %msg%n%nopex");
            encoder.start();
            TerminalAppender appender = new TerminalAppender();
            appender.setContext(context);
            appender.setTarget("System.err");
            appender.setEncoder(encoder);
            appender.start();
            Logger logger = context.getLogger("dev.onset.infra.study.Withdrawal");
            logger.addAppender(appender);
            logger.warn("takes no work of {}", "train");
            logger.detachAppender(appender);
        } finally {
            System.setErr(before);
        }
        assertThat(seen.toString(StandardCharsets.UTF_8)).contains("WARN", "takes no work of train");
    }

    @Test
    void topics_areForgotten_oldestFirst_andNeverGrowBeyondTheirBound() {
        for (int i = 0; i < 1_000; i++) {
            log("dev.onset.some", "message " + i, null);
        }
        log("dev.onset.some", "message 999", null);
        log("dev.onset.some", "message 0", null);
        assertThat(printed).hasSize(1_001).endsWith("message 0 +0");
    }
}
