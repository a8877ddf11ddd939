package dev.onset.evaluate.process;

import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.numeric.Profile;
import dev.onset.process.ChildEnvironment;
import dev.onset.process.ChildProcess;
import dev.onset.process.ProcessLog;
import dev.onset.pulse.SharedWork;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The evaluators that this process has started: one of each program and device, for all studies and threads, since a GPU has room
 * for one. One that nobody has asked for a minute ends, and is started again when it is wanted. Safe for several threads.
 */
public final class EvaluatorProcesses implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration START = Duration.ofMinutes(2);
    private static final long LOOK_SECONDS = 10;

    private final Path scratch;
    private final Map<String, String> environment;
    private final Duration start;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final Map<String, Profile> profiles = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService sweeper;

    /** The one of a key that runs. */
    private static final class Slot {
        private final SharedWork starting = new SharedWork();
        private volatile @Nullable EvaluatorChild child;
    }

    /** @param scratch where working directories are made */
    public EvaluatorProcesses(Path scratch) {
        this(scratch, System.getenv(), START);
    }

    /**
     * @param environment of this process
     * @param start least time that a program is given to introduce itself: its libraries may lie far away
     */
    EvaluatorProcesses(Path scratch, Map<String, String> environment, Duration start) {
        this.scratch = scratch;
        this.environment = environment;
        this.start = start;
    }

    /**
     * What a program adds to the profile of whoever asks it; it is started to find out, once a process.
     *
     * @throws OnsetException as {@link #of}
     */
    public Profile profile(EvaluatorCommand command) {
        Profile known = profiles.get(command.key());
        return known != null ? known : of(command).hello().profile();
    }

    /**
     * The program of a command, running.
     *
     * @throws OnsetException EVALUATOR_FAILED where it cannot be started or does not introduce itself, EVALUATOR_INVALID where it
     *     does so otherwise than it should, PROFILE_MISMATCH where it was started before and was another then
     */
    EvaluatorChild of(EvaluatorCommand command) {
        Slot slot = slots.computeIfAbsent(command.key(), unknown -> new Slot());
        try {
            return slot.starting.run(() -> {
                EvaluatorChild known = slot.child;
                if (known != null && known.isOpen()) {
                    return known;
                }
                if (known != null) {
                    slot.child = null;
                    known.close();
                }
                EvaluatorChild started = start(command);
                requireTheSame(command, started);
                slot.child = started;
                sweep();
                return started;
            });
        } catch (IOException e) {
            throw LocalFiles.scratchFailure("a file under " + scratch, scratch.resolve("any"), e);
        }
    }

    /** Stages were pinned by what it said first: what it has become would compute their results with other last bits. */
    private void requireTheSame(EvaluatorCommand command, EvaluatorChild started) {
        Profile said = started.hello().profile();
        Profile before = profiles.putIfAbsent(command.key(), said);
        if (before != null && !before.isSameAs(said)) {
            started.close();
            throw new OnsetException(
                    ErrorCode.PROFILE_MISMATCH,
                    command.name() + " computes under the numeric profile '" + said
                            + "' since it was started again; when this process started it first that was '" + before
                            + "', whose results differ in their last bits; nothing was computed. Give it back what it"
                            + " computed on, or start this process anew, which then takes it for what it is");
        }
    }

    private EvaluatorChild start(EvaluatorCommand command) throws IOException {
        Files.createDirectories(scratch);
        Path folder = Files.createTempDirectory(scratch, "evaluator");
        boolean taken = false;
        try {
            command.layout().into(folder);
            ChildEnvironment seen = seen(command);
            ProcessLog log = new ProcessLog(seen::masked);
            ChildProcess process;
            try {
                process = ChildProcess.answering(command.spec().command(), folder, seen, log);
            } catch (IOException e) {
                throw EvaluatorFailures.failed(
                        command.name() + " cannot be started",
                        String.valueOf(e.getMessage()) + "; it is looked for in its files and along PATH",
                        e);
            }
            taken = true;
            return new EvaluatorChild(command, folder, process, log, seen::masked, start);
        } finally {
            if (!taken) {
                LocalFiles.deleteTree(folder);
            }
        }
    }

    private ChildEnvironment seen(EvaluatorCommand command) {
        Map<String, String> set = new HashMap<>(command.spec().environment());
        set.put("ONSET_PROTOCOL", Integer.toString(Frame.VERSION));
        set.put("ONSET_DEVICE", command.device().name().toLowerCase(Locale.ROOT));
        if (command.device() != Device.CPU) {
            set.put("ONSET_GPU", Integer.toString(command.gpu()));
        }
        return ChildEnvironment.of(environment, command.spec().passEnvironment(), set);
    }

    private synchronized void sweep() {
        if (sweeper != null) {
            return;
        }
        ScheduledExecutorService created = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "evaluators");
            thread.setDaemon(true);
            return thread;
        });
        created.scheduleWithFixedDelay(this::closeIdle, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        sweeper = created;
    }

    private void closeIdle() {
        for (Slot slot : slots.values()) {
            EvaluatorChild child = slot.child;
            if (child != null && child.retire(IDLE)) {
                slot.child = null;
                child.close();
            }
        }
    }

    /** Ends them all. */
    @Override
    public synchronized void close() {
        if (sweeper != null) {
            sweeper.shutdownNow();
            sweeper = null;
        }
        for (Slot slot : slots.values()) {
            EvaluatorChild child = slot.child;
            if (child != null) {
                slot.child = null;
                child.close();
            }
        }
    }
}
