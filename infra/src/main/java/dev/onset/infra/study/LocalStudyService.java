package dev.onset.infra.study;

import dev.onset.checkpoint.CommitLogCheck;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.Stage;
import dev.onset.contracts.StudyRequest;
import dev.onset.infra.cli.ProgressSink;
import dev.onset.infra.cli.StudyService;
import dev.onset.infra.store.StudyLease;
import dev.onset.infra.store.StudyLock;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.report.ReportFolder;
import dev.onset.stages.Drivers;
import dev.onset.stages.Foresight;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyDocument;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import dev.onset.study.StudyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Studies run by this process: a store under the data directory or in S3, and Temporal inside this JVM. Killed at any point
 * and started again, a study goes on from what its store holds.
 */
public final class LocalStudyService implements StudyService {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStudyService.class);

    private static final Pattern STUDY_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    /** Longer than an owner goes without a sign of life. */
    private static final Duration WATCH = Duration.ofSeconds(8);

    private final Clock clock;
    private final Map<String, String> environment;
    private final AtomicReference<@Nullable StudyExecution> running = new AtomicReference<>();

    public LocalStudyService(Clock clock) {
        this(clock, System.getenv());
    }

    /** @param environment says how to reach an S3 store */
    public LocalStudyService(Clock clock, Map<String, String> environment) {
        this.clock = clock;
        this.environment = environment;
    }

    @Override
    public RunResult run(StudyFile file, RunOptions options, ProgressSink progress) {
        return new StudyRun(clock, environment, running).run(file, options, progress);
    }

    @Override
    public String start(StudyFile file, RunOptions options, ProgressSink progress) {
        return new StudyRun(clock, environment, running).start(file, options, progress);
    }

    @Override
    public RunResult rerun(Place place, String study, Stage stage, String reason, ProgressSink progress) {
        return new StudyRun(clock, environment, running)
                .again(place, named(study), new StudyRequest.Again(stage, reason), progress);
    }

    @Override
    public String order(Place place, String study, Order order) {
        String address = place.temporal()
                .orElseThrow(
                        () -> new OnsetException(
                                ErrorCode.STUDY_INVALID,
                                "this order needs a Temporal server: give --temporal HOST:PORT or set TEMPORAL_ADDRESS; a study that"
                                        + " runs in its own process is stopped with Ctrl-C and goes on with 'infra/onset run'"));
        try (TemporalServer server = TemporalServer.connect(TemporalServer.Settings.of(address), environment)) {
            return new StudyControl(server).send(named(study), order);
        }
    }

    @Override
    public Plan plan(StudyFile file, RunOptions options) {
        Drivers drivers = LocalDrivers.all();
        StudyInputs inputs = StudyInputs.of(file, drivers.of(file.spec()));
        StudyDocument document = inputs.document();
        String name = file.spec().study();
        try (DataDirectory directory = DataDirectory.peek(options.place(), environment)) {
            StudyPipeline pipeline = new StudyPipeline(directory.context(), drivers);
            Executions executions = new Executions(directory.context().store());
            Optional<OpenStudy> before = previous(pipeline, executions, name);
            OpenStudy study = pipeline.open(document);
            Foresight foresight = Foresight.of(study, before);
            return new Plan(
                    name,
                    study.fingerprint(),
                    foresight.stages().stream()
                            .map(stage -> new PlannedStage(stage.stage(), stage.willRun(), stage.reason()))
                            .toList(),
                    foresight.forwardPasses(),
                    foresight.bytes(),
                    foresight.seconds() / Runtime.getRuntime().availableProcessors());
        }
    }

    @Override
    public Status status(Place place, String study) {
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            Executions executions = new Executions(directory.context().store());
            Executions.Begin last = last(executions, place, study);
            Optional<Executions.End> end = executions.end(study, last.execution());
            StudyPipeline pipeline = new StudyPipeline(directory.context(), LocalDrivers.all());
            OpenStudy open = pipeline.open(executions.ref(study, last));
            Optional<StudyControl.Standing> served = place.temporal().flatMap(address -> served(address, study));
            List<RunStatus> runs = open.standings().stream()
                    .map(run -> new RunStatus(
                            run.point(),
                            run.step(),
                            run.lastStep(),
                            run.committed(),
                            run.observed(),
                            run.checkpoints()))
                    .toList();
            return new Status(
                    study,
                    last.fingerprint(),
                    served.map(StudyControl.Standing::state)
                            .orElseGet(() -> state(place, directory.context().store(), study, end)),
                    runs,
                    served.flatMap(StudyControl.Standing::phase),
                    served.map(StudyControl.Standing::waitsWith)
                            .orElseGet(() -> end.map(Executions.End::failure))
                            .filter(failure -> !failure.isEmpty()),
                    page(place.data(), study));
        }
    }

    /** What a server that runs the study says of it; the store alone does not know who works. */
    private Optional<StudyControl.Standing> served(String address, String study) {
        try (TemporalServer server = TemporalServer.connect(TemporalServer.Settings.of(address), environment)) {
            return new StudyControl(server).standing(study);
        }
    }

    @Override
    public Why why(Place place, String study) {
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            Executions executions = new Executions(directory.context().store());
            Executions.Begin last = last(executions, place, study);
            return new Why(
                    study,
                    last.fingerprint(),
                    StudyRun.facts(last),
                    executions.end(study, last.execution()).flatMap(Executions.End::work));
        }
    }

    @Override
    public Verification verify(Place place, Optional<String> study) {
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            dev.onset.store.Verification.Report result =
                    new dev.onset.store.Verification(directory.context().store(), List.of(new CommitLogCheck())).run();
            return new Verification(
                    result.objects(),
                    result.bytes(),
                    result.findings().stream()
                            .map(finding -> new Damage(
                                    finding.key().value(),
                                    finding.problem() + "; " + finding.consequence() + "; " + finding.nextAction()))
                            .toList());
        }
    }

    @Override
    public List<Known> studies(Place place) {
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            Executions executions = new Executions(directory.context().store());
            return executions.studies().stream()
                    .flatMap(name -> executions.last(name).stream().map(last -> {
                        Optional<Executions.End> end = executions.end(name, last.execution());
                        return new Known(
                                name,
                                last.fingerprint(),
                                state(place, directory.context().store(), name, end),
                                end.map(Executions.End::verdict).filter(verdict -> !verdict.isEmpty()));
                    }))
                    .toList();
        }
    }

    @Override
    public Path report(Place place, String study) {
        Path data = place.data();
        if (place.store().isPresent()) {
            fetchReport(place, study);
        }
        return page(data, study)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "study " + study + " has no report in "
                                + data.resolve("reports").resolve(study) + "; run it to its end"));
    }

    @Override
    public void cancel() {
        StudyExecution execution = running.get();
        if (execution != null) {
            execution.cancel();
        }
    }

    @Override
    public void close() {}

    /** The store has the newest report, whichever machine wrote it; the data directory gets a copy. */
    private void fetchReport(Place place, String study) {
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            Optional<StageResult> newest = new Executions(directory.context().store())
                    .lastDone(named(study))
                    .map(end -> result(directory, end.reportKey()));
            if (newest.isPresent()) {
                Path folder = place.data().resolve("reports").resolve(study);
                ReportFolder.check(folder);
                ReportFolder.write(
                        StudyRun.pages(newest.get(), directory.context().blobs()), folder);
            }
        }
    }

    /** @param key {@code stages/STAGE/FINGERPRINT/gNNNNNN.json} */
    private static StageResult result(DataDirectory directory, String key) {
        String[] parts = key.split("/");
        try {
            return directory.context().results().load(parts[1], parts[2], Integer.parseInt(parts[3].substring(1, 7)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, "'" + key + "' names no stage result; run the study again", e);
        }
    }

    private static Executions.Begin last(Executions executions, Place place, String study) {
        return executions
                .last(named(study))
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "study " + study + " was never run with " + place.option() + "; it knows "
                                + (executions.studies().isEmpty() ? "none" : String.join(", ", executions.studies()))));
    }

    /** The study as it was last, to say what changed; one of another version is nothing to compare with. */
    static Optional<OpenStudy> previous(StudyPipeline pipeline, Executions executions, String name) {
        try {
            return executions.last(name).map(last -> pipeline.open(executions.ref(name, last)));
        } catch (OnsetException e) {
            LOG.warn("the previous execution of {} cannot be compared with: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    /** A name that no study can have is refused before it becomes a key or a path. */
    private static String named(String study) {
        if (!STUDY_NAME.matcher(study).matches()) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study '" + study.replaceAll("[^\\x20-\\x7e]", "?")
                            + "' is no name a study can have: lower-case letters, digits, dots and dashes");
        }
        return study;
    }

    private static Optional<Path> page(Path data, String study) {
        Path page = data.resolve("reports").resolve(named(study)).resolve("index.html");
        return Files.isRegularFile(page) ? Optional.of(page) : Optional.empty();
    }

    private static String state(Place place, ObjectStore store, String study, Optional<Executions.End> end) {
        return end.map(Executions.End::state).orElseGet(() -> {
            boolean running = StudyLock.isHeld(place.data(), study)
                    || (place.store().isPresent() && StudyLease.isHeld(store, study, WATCH));
            return running ? "running" : "stopped";
        });
    }
}
