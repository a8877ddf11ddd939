package dev.onset.infra.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.checkpoint.CommitLogCheck;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyResult;
import dev.onset.infra.cli.ProgressSink;
import dev.onset.infra.cli.StudyService;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.StudyLease;
import dev.onset.infra.store.StudyLock;
import dev.onset.report.ReportFolder;
import dev.onset.stages.Drivers;
import dev.onset.stages.Foresight;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyDocument;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.BlobStore;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import dev.onset.study.StudyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final int MAX_PAGE = 64 << 20;

    /** Longer than an owner goes without a sign of life. */
    private static final Duration WATCH = Duration.ofSeconds(8);

    private final Clock clock;
    private final Map<String, String> environment;
    private final AtomicReference<@Nullable EmbeddedExecution> running = new AtomicReference<>();

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
        Instant began = clock.instant();
        Drivers drivers = LocalDrivers.all();
        StudyInputs inputs = StudyInputs.of(file, drivers.of(file.spec()));
        String name = file.spec().study();
        Path folder = options.out().orElse(options.data().resolve("reports").resolve(name));
        ReportFolder.check(folder);
        options.place().store().ifPresent(address -> S3Config.of(environment));
        try (StudyLock lock = StudyLock.acquire(options.data(), name);
                DataDirectory directory = DataDirectory.open(options.place(), environment);
                Ownership owner =
                        Ownership.take(options.place(), directory.context().store(), name, progress)) {
            progress.accepted();
            StudyPipeline pipeline = new StudyPipeline(directory.context(), drivers);
            StudyDocument document = inputs.document();
            inputs.upload(document, directory.context().blobs());

            Executions executions = new Executions(directory.context().store());
            Optional<OpenStudy> before = previous(pipeline, executions, name);
            StudyRef published = pipeline.publish(document);
            OpenStudy study = pipeline.open(published);
            Foresight foresight = Foresight.of(study, before);
            Executions.Begin execution = executions.begin(
                    name, published.fingerprint(), published.specKey(), began.toString(), lines(foresight));
            foresight.stages().stream()
                    .filter(stage -> stage.done() > 0)
                    .forEach(stage -> progress.note(stage.stage() + ": " + stage.reason()));

            StudyResult result;
            try (EmbeddedExecution embedded = new EmbeddedExecution(pipeline)) {
                running.set(embedded);
                result = embedded.run(published, owner.watching(progress));
            } catch (RuntimeException e) {
                executions.end(name, failed(execution, e, began));
                throw e;
            } finally {
                running.set(null);
            }
            StageResult report = study.reported()
                    .orElseThrow(() -> new OnsetException(
                            ErrorCode.STORE_MISSING,
                            "the report " + result.report().key() + " vanished from the store; run the study again"));
            ReportFolder.write(pages(report, directory.context().blobs()), folder);
            executions.end(name, done(execution, report, result, began));
            return new RunResult(
                    name,
                    published.fingerprint(),
                    scalar(report, "verdict"),
                    scalar(report, "words"),
                    file.spec().evidence(),
                    folder.resolve("index.html"),
                    folder.resolve("outcome.json"),
                    scalar(report, "digest"),
                    facts(execution),
                    work(result),
                    seconds(began));
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
                    state(place, directory.context().store(), study, end),
                    runs,
                    end.filter(e -> !e.failure().isEmpty()).map(Executions.End::failure),
                    page(place.data(), study));
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
                    facts(last),
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
        EmbeddedExecution embedded = running.get();
        if (embedded != null) {
            embedded.cancel();
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
                ReportFolder.write(pages(newest.get(), directory.context().blobs()), folder);
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
    private static Optional<OpenStudy> previous(StudyPipeline pipeline, Executions executions, String name) {
        try {
            return executions.last(name).map(last -> pipeline.open(executions.ref(name, last)));
        } catch (OnsetException e) {
            LOG.warn("the previous execution of {} cannot be compared with: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, byte[]> pages(StageResult report, BlobStore blobs) {
        Map<String, byte[]> pages = new TreeMap<>();
        report.outputs().forEach((path, ref) -> pages.put(path, blobs.bytes(ref, MAX_PAGE)));
        return pages;
    }

    private static String scalar(StageResult report, String name) {
        JsonNode value = report.scalars().get(name);
        return value == null ? "" : value.asText();
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

    private static List<Executions.Line> lines(Foresight foresight) {
        return foresight.stages().stream()
                .map(stage -> new Executions.Line(stage.stage(), stage.done(), stage.total(), stage.reason()))
                .toList();
    }

    private static List<StageFact> facts(Executions.Begin execution) {
        return execution.stages().stream()
                .map(line -> new StageFact(line.stage(), line.done() == line.total(), line.reason()))
                .toList();
    }

    private Executions.End done(Executions.Begin execution, StageResult report, StudyResult result, Instant began) {
        return new Executions.End(
                execution.execution(),
                "done",
                "",
                scalar(report, "verdict"),
                scalar(report, "digest"),
                result.report().key(),
                Optional.of(work(result)),
                clock.instant().toString(),
                seconds(began));
    }

    private Executions.End failed(Executions.Begin execution, RuntimeException e, Instant began) {
        ErrorCode code = e instanceof OnsetException coded ? coded.code() : ErrorCode.INTERNAL;
        return new Executions.End(
                execution.execution(),
                "failed",
                code + ": " + e.getMessage() + ". Next: " + code.nextAction(),
                "",
                "",
                "",
                Optional.empty(),
                clock.instant().toString(),
                seconds(began));
    }

    private static Work work(StudyResult result) {
        StageTally tally = result.tally();
        return new Work(
                tally.checkpointsComputed(),
                tally.checkpointsReused(),
                tally.observationsComputed(),
                tally.observationsReused(),
                tally.fencedCommits(),
                !result.fit().reused(),
                !result.report().reused());
    }

    private double seconds(Instant began) {
        return java.time.Duration.between(began, clock.instant()).toMillis() / 1000.0;
    }
}
