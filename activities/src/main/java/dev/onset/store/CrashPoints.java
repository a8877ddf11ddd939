package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which crash tests kill the process. Nothing happens unless the system property or environment variable
 * {@code ONSET_CRASH_AT=name[:n]} is set; then the n-th pass of that point halts the JVM with status 137, as an outside
 * {@code kill -9} would: no hook runs, no buffer is flushed. With {@code name:n:hang} the thread stays there for ever instead and
 * hears no interrupt, as in a call of a device or network file system that never answers.
 */
public enum CrashPoints {
    BEFORE_BLOB,
    /** The temporary file is durable, its name is not yet there. */
    BEFORE_LINK,
    /** The name is there, its folder may not be durable. */
    AFTER_LINK,
    AFTER_BLOB,
    BEFORE_MANIFEST,
    AFTER_MANIFEST,
    BEFORE_RESUME_PART,
    AFTER_RESUME_PART,
    BEFORE_RESUME_ENTRY,
    AFTER_RESUME_ENTRY,
    /** The entry is there, older ones are not yet deleted. */
    BEFORE_RESUME_REMOVAL,
    AFTER_RESUME_REMOVAL,
    BEFORE_RESULT,
    AFTER_RESULT,
    BEFORE_HEARTBEAT,
    AFTER_HEARTBEAT,
    DURING_TRAINING,
    DURING_OBSERVATION,
    DURING_FIT,
    DURING_REPORT,
    BEFORE_COMPLETION;

    /** The property and the environment variable. */
    public static final String SETTING = "ONSET_CRASH_AT";

    /** The exit status of a process that a crash point halted. */
    public static final int STATUS = 137;

    private static final @Nullable String REQUESTED =
            Optional.ofNullable(System.getProperty(SETTING)).orElse(System.getenv(SETTING));

    private static final AtomicInteger PASSES = new AtomicInteger();

    /** Lower case with hyphens, as in the setting. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Passes this point, or dies here. */
    public void pass() {
        String requested = REQUESTED;
        if (requested != null) {
            reach(requested);
        }
    }

    private void reach(String requested) {
        Request request = Request.parse(requested);
        if (request.point == this && PASSES.incrementAndGet() == request.pass) {
            if (request.hang) {
                hang();
            }
            Runtime.getRuntime().halt(STATUS);
        }
    }

    @SuppressWarnings("InfiniteLoop")
    private static void hang() {
        while (true) {
            Thread.interrupted();
            LockSupport.park();
        }
    }

    /** A misspelt request fails at the first point of any name: a crash test that never crashes proves nothing. */
    record Request(CrashPoints point, int pass, boolean hang) {
        static Request parse(String text) {
            List<String> parts = Arrays.asList(text.split(":", -1));
            for (CrashPoints point : values()) {
                if (point.label().equals(parts.get(0)) && parts.size() <= 3) {
                    String pass = parts.size() >= 2 ? parts.get(1) : "1";
                    boolean hang = parts.size() == 3;
                    if (pass.matches("[1-9][0-9]{0,8}")
                            && (!hang || parts.get(2).equals("hang"))) {
                        return new Request(point, Integer.parseInt(pass), hang);
                    }
                }
            }
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    SETTING + " is '" + text + "'; it must be name[:n[:hang]] with name one of "
                            + Arrays.stream(values()).map(CrashPoints::label).toList());
        }
    }
}
