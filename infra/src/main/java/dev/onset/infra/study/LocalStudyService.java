package dev.onset.infra.study;

import dev.onset.checkpoint.CommitLogCheck;
import dev.onset.checkpoint.ResumeLogCheck;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.RerunStage;
import dev.onset.contracts.StudyRequest;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.kind.Kinds;
import dev.onset.kind.StudyDocument;
import dev.onset.report.ReportFolder;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyPipeline;
import dev.onset.stages.WorkPlan;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Studies run by this process: a store under the data directory or in S3, and Temporal inside this JVM. Killed at any point
 * and started again, a study goes on from what its store holds.
 */
public final class LocalStudyService implements StudyService {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStudyService.class);

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
    public FinishedStudy run(StudyFile file, RunOptions options, ProgressSink progress) {
        return new StudyRun(clock, environment, running).run(file, options, progress);
    }

    @Override
    public String start(StudyFile file, RunOptions options, ProgressSink progress) {
        return new StudyRun(clock, environment, running).start(file, options, progress);
    }

    @Override
    public FinishedStudy rerun(Place place, String study, RerunStage stage, String reason, ProgressSink progress) {
        return new StudyRun(clock, environment, running)
                .again(place, StudyTarget.of(study), new StudyRequest.Again(stage, reason), progress);
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
            return new StudyControl(server).send(StudyTarget.of(study), order);
        }
    }

    @Override
    public Plan plan(StudyFile file, RunOptions options) {
        Kinds kinds = Kinds.installed();
        StudyInputs inputs = StudyInputs.of(file, kinds.of(file.spec()), environment);
        StudyDocument document = inputs.document();
        String name = file.spec().study();
        try (DataDirectory directory = DataDirectory.peek(options.place(), environment)) {
            StudyPipeline pipeline = options.place().temporal().isPresent()
                    ? StudyPipeline.looking(directory.context(), kinds)
                    : new StudyPipeline(directory.context(), kinds);
            Executions executions = new Executions(directory.context().store());
            Optional<OpenStudy> before = previous(pipeline, executions, name);
            OpenStudy study = pipeline.open(document);
            WorkPlan plan = WorkPlan.of(study, before);
            return new Plan(
                    name,
                    study.fingerprint(),
                    plan.stages().stream()
                            .map(stage -> new PlannedStage(stage.stage(), stage.willRun(), stage.reason()))
                            .toList(),
                    plan.forwardPasses(),
                    plan.bytes(),
                    plan.seconds() / Runtime.getRuntime().availableProcessors(),
                    notes(inputs, plan));
        }
    }

    private static List<String> notes(StudyInputs inputs, WorkPlan plan) {
        List<String> notes = new ArrayList<>(inputs.notes());
        if (plan.hidden()) {
            notes.add(
                    "what follows counts neither the training nor its checkpoints, nor the size of the network when it is asked:"
                            + " only the training's program knows those");
        }
        return notes;
    }

    @Override
    public Status status(Place place, String study) {
        StudyTarget target = StudyTarget.of(study);
        try (DataDirectory directory = DataDirectory.read(place, environment);
                LiveStudies live = LiveStudies.of(place, environment)) {
            return standings(place, directory, live).status(target, page(place.data(), target.name()));
        }
    }

    private static StudyStandings standings(Place place, DataDirectory directory, LiveStudies live) {
        return new StudyStandings(place, directory.context().store(), new StudyRecords(directory.context()), live);
    }

    @Override
    public Why why(Place place, String study) {
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            StudyTarget target = StudyTarget.of(study);
            StudyRecords recorded = new StudyRecords(directory.context());
            Executions.Begin last = recorded.require(target, place);
            return new Why(
                    target.name(),
                    recorded.current(target, last).fingerprint(),
                    ExecutionRecords.facts(last),
                    recorded.end(target, last).flatMap(Executions.End::work));
        }
    }

    @Override
    public Verification verify(Place place, Optional<String> study) {
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            dev.onset.store.StoreAudit.Report result = new dev.onset.store.StoreAudit(
                            directory.context().store(), List.of(new CommitLogCheck(), new ResumeLogCheck()))
                    .run();
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
        try (DataDirectory directory = DataDirectory.read(place, environment);
                LiveStudies live = LiveStudies.of(place, environment)) {
            StudyStandings standings = standings(place, directory, live);
            return new Executions(directory.context().store())
                    .studies().stream()
                            .flatMap(name -> standings.known(name).stream())
                            .toList();
        }
    }

    @Override
    public Path report(Place place, String study) {
        StudyTarget target = StudyTarget.of(study);
        fetchReport(place, target);
        return page(place.data(), target.name())
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "study " + target + " has no report in "
                                + place.data().resolve("reports").resolve(target.name())
                                + " and none in the store; run it to its end"));
    }

    @Override
    public Comparison compare(Place place, List<String> studies, Optional<Path> out) {
        return new StudyComparison(place, environment).of(studies, out);
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

    /**
     * The store has the newest report, whichever machine wrote it; the data directory gets a copy. With the store in the data
     * directory whoever followed the newest execution has put it there.
     */
    private void fetchReport(Place place, StudyTarget target) {
        if (place.store().isEmpty() && !Files.isDirectory(place.data().resolve("store"))) {
            return;
        }
        try (DataDirectory directory = DataDirectory.read(place, environment)) {
            StudyRecords recorded = new StudyRecords(directory.context());
            boolean copied = place.store().isEmpty()
                    && target.id().isEmpty()
                    && page(place.data(), target.name()).isPresent()
                    && recorded.newest(target)
                            .filter(last -> recorded.isDone(target, last))
                            .isPresent();
            if (copied) {
                return;
            }
            recorded.newestReport(target).ifPresent(report -> {
                Path folder = place.data().resolve("reports").resolve(target.name());
                ReportFolder.check(folder);
                ReportFolder.write(
                        ExecutionRecords.pages(report, directory.context().blobs()), folder);
            });
        }
    }

    /** The study as it was last, to say what changed; one of another version is nothing to compare with. */
    static Optional<OpenStudy> previous(StudyPipeline pipeline, Executions executions, String name) {
        try {
            return executions.last(name).map(last -> pipeline.open(executions.current(name, last)));
        } catch (OnsetException e) {
            LOG.warn("the previous execution of {} cannot be compared with: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Path> page(Path data, String study) {
        Path page = data.resolve("reports").resolve(study).resolve("index.html");
        return Files.isRegularFile(page) ? Optional.of(page) : Optional.empty();
    }
}
