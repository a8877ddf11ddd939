package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.process.ChildEnvironment;
import dev.onset.process.ChildProcess;
import dev.onset.process.ProcessLog;
import dev.onset.pulse.Pulse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the process of one training: starts it, hears how far it is, starts it again when it dies, ends it. */
final class Supervision {
    /** The folder in which its files lie, beneath that of the attempt. */
    static final String FILES = "files";

    /** The folder in which its training examples lie. */
    static final String DATA = "data";

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final long LOG_CAP = 8L << 20;

    /** A step and a line end are less; more is not read. */
    private static final int LONGEST_PROGRESS = 64;

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int ERRORS = 0;
    private static final int KILLS = 5;

    private final ProcessTraining.Job job;
    private final Path folder;
    private final Deliveries deliveries;
    private final ChildEnvironment environment;
    private final ProcessLog log;
    private final Restart restart;
    private final Path progress;
    private @Nullable ChildProcess child;
    private String heard = "";
    private long movedAt;
    private long furthest = -1;
    /** How far the process was that died last. */
    private long diedAt = -1;

    /** Deaths in a row of which none came further than the one before. */
    private int fruitless;

    /**
     * Where it goes on.
     *
     * @param state folder of its files; none where it begins
     */
    record Origin(long step, Optional<Path> state) {
        static final Origin START = new Origin(0, Optional.empty());
    }

    /** Whoever knows what is to come starts it again. */
    interface Restart {
        /** @param newest folder of the newest state that it had finished */
        void again(Optional<Map.Entry<Long, Path>> newest) throws IOException;
    }

    Supervision(ProcessTraining.Job job, Path folder, Deliveries deliveries, Restart restart) {
        this.restart = restart;
        this.job = job;
        this.folder = folder;
        this.deliveries = deliveries;
        this.environment = TrainerChild.environment(job.spec(), System.getenv());
        this.log = new ProcessLog(folder.resolve("log.txt"), LOG_CAP, environment::masked);
        this.progress = folder.resolve("progress");
    }

    boolean isBegun() {
        return child != null;
    }

    /**
     * Starts it.
     *
     * @param schedule the steps at which it is to write checkpoints
     */
    void begin(Origin origin, List<Long> schedule) throws IOException {
        Path finished = deliveries.begin(origin.step());
        Path steps = folder.resolve("schedule");
        Files.writeString(
                steps, schedule.stream().map(at -> at + "\n").collect(Collectors.joining()), StandardCharsets.US_ASCII);
        Files.deleteIfExists(progress);
        heard = "";
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Map<String, String> variables = new TreeMap<>();
        variables.put("ONSET_SCHEDULE", steps.toString());
        variables.put("ONSET_CHECKPOINTS", finished.toString());
        variables.put("ONSET_RESUME", origin.state().map(Path::toString).orElse(""));
        variables.put("ONSET_STEP", Long.toString(origin.step()));
        variables.put("ONSET_DATA", folder.resolve(DATA).toString());
        variables.put("ONSET_SEED", Long.toString(job.study().spec().seed()));
        variables.put("ONSET_RUN", job.run());
        variables.put("ONSET_PROGRESS", progress.toString());
        variables.put("TMPDIR", temporary.toString());
        log.line("[onset] starts at step " + origin.step());
        child = TrainerChild.start(job.spec(), environment, folder.resolve(FILES), variables, log);
        movedAt = System.nanoTime();
    }

    void order(String order) {
        if (child != null) {
            child.order(order);
        }
    }

    /**
     * Looks at it once.
     *
     * @param wanted steps of the schedule that are still to come; without one it may end
     * @param each told how far it is, when it is further than ever
     */
    void look(List<Long> wanted, LongConsumer each) throws IOException {
        ChildProcess running = child;
        if (running == null) {
            return;
        }
        boolean alive = running.isAlive(); // asked first: what it finished before its end is seen below
        boolean moved = deliveries.look();
        long step = heard();
        if (step > furthest) {
            furthest = step;
            each.accept(step);
        }
        if (moved || step >= 0) {
            movedAt = System.nanoTime();
        }
        Pulse.current().check(); // it is looked after; that it goes on itself is judged here
        long still = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - movedAt);
        if (!alive) {
            ended(running, wanted);
        } else if (still >= job.spec().stallSeconds()) {
            running.end(GRACE);
            died("showed no progress for " + still + " s (trainer.stallSeconds) and was ended", ERRORS);
        }
    }

    /** The step it told of since the last look; -1 where it told none. */
    private long heard() throws IOException {
        String told;
        try (InputStream in = Files.newInputStream(progress)) {
            told = new String(in.readNBytes(LONGEST_PROGRESS), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return -1; // not yet, or it is being replaced
        }
        // a line that is still being written does not count
        if (told.equals(heard) || !told.matches("[0-9]{1,12}\\s*\n")) {
            return -1;
        }
        heard = told;
        return Long.parseLong(told.strip());
    }

    private void ended(ChildProcess running, List<Long> wanted) throws IOException {
        boolean complete = wanted.stream().allMatch(deliveries::hasCheckpoint);
        if (complete) {
            return; // what it has finished is still handed over
        }
        int status = running.exit();
        running.end(GRACE); // what it started
        if (status == 0) {
            long missing = wanted.stream()
                    .filter(step -> !deliveries.hasCheckpoint(step))
                    .findFirst()
                    .orElseThrow();
            throw failed("it ended with status 0 before its checkpoint step-" + missing
                    + " was there; it must write one for every step in the file that ONSET_SCHEDULE names");
        }
        died(ChildProcess.words(status), ChildProcess.isKilled(status) ? KILLS : ERRORS);
    }

    /**
     * Starts it again, unless it comes no further.
     *
     * @param most deaths of this kind in a row without coming further that are taken for chance
     */
    private void died(String how, int most) throws IOException {
        child = null;
        long came =
                Math.max(furthest, deliveries.newest().map(Map.Entry::getKey).orElse(-1L));
        fruitless = came > diedAt ? 0 : fruitless + 1;
        if (fruitless > most) {
            throw failed("it " + how
                    + (came < 0 ? " before it told of any step" : ", again without coming further than step " + came));
        }
        diedAt = came;
        Optional<Map.Entry<Long, Path>> newest = deliveries.newest();
        LOG.warn(
                "{}: the training {} near step {}; it is started again from {}; {}",
                job.run(),
                how,
                Math.max(0, came),
                newest.map(state -> "step " + state.getKey()).orElse("where it was taken up"),
                log.lastLines());
        restart.again(newest);
    }

    ProcessLog log() {
        return log;
    }

    /** A failure for good, with what it wrote last. */
    OnsetException failed(String problem) {
        return new OnsetException(
                ErrorCode.TRAINER_FAILED,
                "the training of run " + job.run() + ": " + problem + "; " + log.lastLines()
                        + "; what is committed stays");
    }

    /** Ends it with everything it started. */
    void end() {
        if (child != null) {
            child.end(GRACE);
            child = null;
        }
        furthest = -1;
        diedAt = -1;
        fruitless = 0;
    }
}
