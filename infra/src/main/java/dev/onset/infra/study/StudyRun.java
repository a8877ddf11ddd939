package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudySpec;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.metrics.MetricsAddress;
import dev.onset.infra.metrics.MetricsEndpoint;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.StudyLock;
import dev.onset.infra.study.StudyService.FinishedStudy;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.infra.study.StudyService.RunOptions;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.kind.Kinds;
import dev.onset.kind.Observable;
import dev.onset.kind.StudyDocument;
import dev.onset.report.ReportFolder;
import dev.onset.stages.BeatSettings;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyPipeline;
import dev.onset.stages.WorkPlan;
import dev.onset.store.StageResult;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run of a study, from its file or its last execution to a report on this machine's disk. The inputs are in the store
 * before anything is started; where it is run makes no difference to what it leaves.
 */
final class StudyRun {
    private final Clock clock;
    private final Map<String, String> environment;
    private final AtomicReference<@Nullable StudyExecution> running;
    private final Instant began;
    private final ExecutionRecords records;

    /** @param running set while a study is run here, for an interrupt */
    StudyRun(Clock clock, Map<String, String> environment, AtomicReference<@Nullable StudyExecution> running) {
        this.clock = clock;
        this.environment = environment;
        this.running = running;
        this.began = clock.instant();
        this.records = new ExecutionRecords(began);
    }

    /** A study in the store, ready to be executed. */
    private record Prepared(
            String name,
            StudyRef ref,
            OpenStudy study,
            StudyPipeline pipeline,
            Executions executions,
            Executions.Begin execution) {}

    FinishedStudy run(StudyFile file, RunOptions options, ProgressSink progress) {
        Kinds kinds = Kinds.installed();
        StudyInputs inputs = StudyInputs.of(file, kinds.of(file.spec()), environment);
        String name = file.spec().study();
        Path folder = options.out().orElse(options.data().resolve("reports").resolve(name));
        ReportFolder.check(folder);
        options.place().store().ifPresent(address -> S3Config.of(environment));
        BeatSettings beats = StallLimit.of(environment);
        requireDevices(options.place(), kinds.of(file.spec()).observables(inputs.document()));
        Optional<MetricsAddress> address = here(options);
        try (Metrics metrics = address.isPresent() ? Metrics.on() : Metrics.off();
                Closing endpoint = offer(address, metrics, progress);
                Closing lock = lock(options.place(), name);
                DataDirectory directory = DataDirectory.open(options.place(), environment, metrics, 0);
                Ownership owner = own(options.place(), directory, name, progress)) {
            StudyPipeline pipeline = new StudyPipeline(directory.context(), kinds, Webhook.of(environment), beats);
            progress.accepted();
            inputs.notes().forEach(progress::note);
            Prepared prepared = prepare(file, inputs, pipeline, progress);
            return execute(prepared, options.place(), Optional.empty(), folder, owner.watching(progress), metrics);
        }
    }

    /** On a server: starts, or finds it running, and returns the workflow's id. */
    String start(StudyFile file, RunOptions options, ProgressSink progress) {
        String address = options.place()
                .temporal()
                .orElseThrow(
                        () -> new OnsetException(
                                ErrorCode.STUDY_INVALID,
                                "--detach needs a Temporal server that runs the study: give --temporal HOST:PORT; nothing was started"));
        Kinds kinds = Kinds.installed();
        StudyInputs inputs = StudyInputs.of(file, kinds.of(file.spec()), environment);
        try (DataDirectory directory = DataDirectory.open(options.place(), environment);
                ServerExecution execution = server(address, file.spec())) {
            progress.accepted();
            inputs.notes().forEach(progress::note);
            Prepared prepared = prepare(file, inputs, new StudyPipeline(directory.context(), kinds), progress);
            execution.start(prepared.ref(), request(prepared, execution, Optional.empty()), progress);
            return prepared.ref().workflowId();
        }
    }

    /** Does a stage of the last execution again. */
    FinishedStudy again(Place place, StudyTarget target, StudyRequest.Again again, ProgressSink progress) {
        String name = target.name();
        Optional<String> open = place.temporal().flatMap(address -> open(address, target));
        Path folder = place.data().resolve("reports").resolve(name);
        ReportFolder.check(folder);
        try (Closing lock = lock(place, name);
                DataDirectory directory = DataDirectory.open(place, environment);
                Ownership owner = own(place, directory, name, progress)) {
            StudyPipeline pipeline = new StudyPipeline(
                    directory.context(), Kinds.installed(), Webhook.of(environment), StallLimit.of(environment));
            Executions executions = new Executions(directory.context().store());
            StudyRecords recorded = new StudyRecords(directory.context());
            Optional<Executions.Begin> opened = open.flatMap(id -> recorded.newest(StudyTarget.of(id)));
            Executions.Begin last = opened.orElseGet(() -> recorded.require(target, place));
            OpenStudy study = pipeline.open(executions.current(name, last));
            // what runs is asked by the id under which it runs; what has ended is executed again as what it ended
            StudyRef ref = opened.isPresent() ? executions.ref(name, last) : executions.current(name, last);
            progress.accepted();
            Executions.Begin execution = executions.begin(
                    name,
                    ref.fingerprint(),
                    ref.specKey(),
                    began.toString(),
                    ExecutionRecords.lines(WorkPlan.of(study, Optional.of(study))));
            Prepared prepared = new Prepared(name, ref, study, pipeline, executions, execution);
            return execute(prepared, place, Optional.of(again), folder, owner.watching(progress), Metrics.off());
        }
    }

    /** The workflow id of the study, where the server runs it. */
    private Optional<String> open(String address, StudyTarget target) {
        try (TemporalServer server = TemporalServer.connect(TemporalServer.Settings.of(address), environment)) {
            return new StudyControl(server)
                    .running(target)
                    .map(found -> found.getExecution().getWorkflowId());
        }
    }

    /** Metrics are offered by who does the stages: this process, or workers elsewhere. */
    private static Optional<MetricsAddress> here(RunOptions options) {
        if (options.metrics().isPresent() && options.place().temporal().isPresent()) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "--metrics belongs to 'infra/onset worker' where a Temporal server runs the study: this process"
                            + " only follows it; nothing was started");
        }
        return options.metrics();
    }

    /** GPUs that this process has to have; on a server, workers elsewhere do. */
    private static void requireDevices(Place place, List<Observable> observables) {
        if (place.temporal().isEmpty()
                && !observables.stream().map(Observable::device).allMatch(OnnxEvaluator::supports)) {
            throw new OnsetException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "the study sets observation.device to cuda, but this build's ONNX Runtime has no CUDA; build with -Pgpu;"
                            + " nothing was started");
        }
    }

    private static Closing offer(Optional<MetricsAddress> address, Metrics metrics, ProgressSink progress) {
        Optional<MetricsEndpoint> endpoint = MetricsEndpoint.start(address, metrics);
        endpoint.ifPresent(at -> progress.note("metrics at " + at.address()));
        return () -> endpoint.ifPresent(MetricsEndpoint::close);
    }

    /** On this machine one process runs a study; on a server its workflow id sees to that. */
    private static Closing lock(Place place, String name) {
        if (place.temporal().isPresent()) {
            return () -> {};
        }
        StudyLock lock = StudyLock.acquire(place.data(), name);
        return lock::close;
    }

    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    private static Ownership own(Place place, DataDirectory directory, String name, ProgressSink progress) {
        return place.temporal().isPresent()
                ? Ownership.none()
                : Ownership.take(place, directory.context().store(), name, progress);
    }

    private Prepared prepare(StudyFile file, StudyInputs inputs, StudyPipeline pipeline, ProgressSink progress) {
        String name = file.spec().study();
        StudyDocument document = inputs.document();
        inputs.upload(document, pipeline.context().blobs());
        Executions executions = new Executions(pipeline.context().store());
        Optional<OpenStudy> before = LocalStudyService.previous(pipeline, executions, name);
        StudyRef published = pipeline.publish(document);
        OpenStudy study = pipeline.open(published);
        WorkPlan plan = WorkPlan.of(study, before);
        Executions.Begin execution = executions.begin(
                name, published.fingerprint(), published.specKey(), began.toString(), ExecutionRecords.lines(plan));
        plan.stages().stream()
                .filter(stage -> stage.done() > 0)
                .forEach(stage -> progress.note(stage.stage() + ": " + stage.reason()));
        return new Prepared(name, published, study, pipeline, executions, execution);
    }

    private FinishedStudy execute(
            Prepared prepared,
            Place place,
            Optional<StudyRequest.Again> again,
            Path folder,
            ProgressSink progress,
            Metrics metrics) {
        if (place.temporal().isEmpty()) {
            prepared.study().requireProfiles(); // no other process can compute what this one cannot
        }
        StudyResult result;
        try (StudyExecution execution = execution(place, prepared, metrics)) {
            running.set(execution);
            result = execution.run(prepared.ref(), request(prepared, execution, again), progress);
        } catch (Detached e) {
            // the study did not end, so nothing is recorded of its end
            throw new OnsetException(ErrorCode.INTERNAL, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            prepared.executions().end(prepared.name(), records.failed(prepared.execution(), e, clock.instant()));
            throw e;
        } finally {
            running.set(null);
        }
        StageResult report = prepared.pipeline().result(result.report().key());
        ReportFolder.write(
                ExecutionRecords.pages(report, prepared.pipeline().context().blobs()), folder);
        prepared.executions().end(prepared.name(), records.done(prepared.execution(), report, result, clock.instant()));
        return new FinishedStudy(
                prepared.name(),
                result.study().fingerprint(),
                ExecutionRecords.scalar(report, "verdict"),
                ExecutionRecords.scalar(report, "words"),
                prepared.study().study().spec().evidence(),
                folder.resolve("index.html"),
                folder.resolve("outcome.json"),
                ExecutionRecords.scalar(report, "digest"),
                ExecutionRecords.facts(prepared.execution()),
                ExecutionRecords.work(result),
                seconds());
    }

    private StudyExecution execution(Place place, Prepared prepared, Metrics metrics) {
        StudySpec spec = prepared.study().study().spec();
        int trainers = prepared.study().trainer().slots();
        return place.temporal()
                .<StudyExecution>map(address -> server(address, spec))
                .orElseGet(() -> new EmbeddedExecution(prepared.pipeline(), trainers, metrics));
    }

    private ServerExecution server(String address, StudySpec spec) {
        return new ServerExecution(
                TemporalServer.connect(TemporalServer.Settings.of(address), environment)
                        .requireSearchAttributes(),
                spec.description());
    }

    private static StudyRequest request(
            Prepared prepared, StudyExecution execution, Optional<StudyRequest.Again> again) {
        StudySpec spec = prepared.study().study().spec();
        return new StudyRequest(
                prepared.ref(),
                execution.operated(),
                execution.signalMillis(),
                spec.experiment().kind(),
                Kinds.installed().of(spec).dataset(spec),
                again);
    }

    private double seconds() {
        return records.seconds(clock.instant());
    }
}
