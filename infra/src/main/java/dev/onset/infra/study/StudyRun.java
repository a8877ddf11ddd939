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
import dev.onset.numeric.Profile;
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
    private final int patienceSeconds;

    /** @param running set while a study is run here, for an interrupt */
    StudyRun(Clock clock, Map<String, String> environment, AtomicReference<@Nullable StudyExecution> running) {
        this.clock = clock;
        this.environment = environment;
        this.running = running;
        this.began = clock.instant();
        this.records = new ExecutionRecords(began);
        this.patienceSeconds = WorkerPatience.seconds(environment);
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
                Link link = link(options.place());
                Ownership owner = own(options.place(), directory, name, progress)) {
            StudyPipeline pipeline = options.place().temporal().isPresent()
                    ? StudyPipeline.looking(directory.context(), kinds)
                    : new StudyPipeline(directory.context(), kinds, Webhook.of(environment), beats);
            progress.accepted();
            inputs.notes().forEach(progress::note);
            Prepared prepared = prepare(file, inputs, pipeline, link, options, progress);
            return execute(prepared, link, Optional.empty(), folder, owner.watching(progress), metrics);
        }
    }

    /** On a server: starts, or finds it running, and returns the workflow's id. */
    String start(StudyFile file, RunOptions options, ProgressSink progress) {
        if (options.place().temporal().isEmpty()) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "--detach needs a Temporal server that runs the study: give --temporal HOST:PORT; nothing was started");
        }
        Kinds kinds = Kinds.installed();
        StudyInputs inputs = StudyInputs.of(file, kinds.of(file.spec()), environment);
        try (DataDirectory directory = DataDirectory.open(options.place(), environment);
                Link link = link(options.place())) {
            progress.accepted();
            inputs.notes().forEach(progress::note);
            Prepared prepared =
                    prepare(file, inputs, StudyPipeline.looking(directory.context(), kinds), link, options, progress);
            ServerExecution execution = new ServerExecution(link.server().orElseThrow(), description(prepared));
            execution.start(prepared.ref(), request(prepared, execution, Optional.empty()), progress);
            return prepared.ref().workflowId();
        }
    }

    /** Does a stage of the last execution again. */
    FinishedStudy again(Place place, StudyTarget target, StudyRequest.Again again, ProgressSink progress) {
        String name = target.name();
        Path folder = place.data().resolve("reports").resolve(name);
        ReportFolder.check(folder);
        try (Closing lock = lock(place, name);
                DataDirectory directory = DataDirectory.open(place, environment);
                Link link = link(place);
                Ownership owner = own(place, directory, name, progress)) {
            StudyPipeline pipeline = place.temporal().isPresent()
                    ? StudyPipeline.looking(directory.context(), Kinds.installed())
                    : new StudyPipeline(
                            directory.context(),
                            Kinds.installed(),
                            Webhook.of(environment),
                            StallLimit.of(environment));
            Executions executions = new Executions(directory.context().store());
            StudyRecords recorded = new StudyRecords(directory.context());
            Optional<Executions.Begin> opened = link.server()
                    .flatMap(server -> new StudyControl(server).running(target))
                    .flatMap(found ->
                            recorded.newest(StudyTarget.of(found.getExecution().getWorkflowId())));
            Executions.Begin last = opened.orElseGet(() -> recorded.require(target, place));
            OpenStudy study = pipeline.open(executions.current(name, last));
            // what runs is asked by the id under which it runs; what has ended is executed again as what it ended
            StudyRef ref =
                    pipeline.newest(opened.isPresent() ? executions.ref(name, last) : executions.current(name, last));
            progress.accepted();
            Executions.Begin execution = executions.begin(
                    ref,
                    link.place(ref),
                    began.toString(),
                    ExecutionRecords.lines(WorkPlan.of(study, Optional.of(study))));
            Prepared prepared = new Prepared(name, ref, study, pipeline, executions, execution);
            return execute(prepared, link, Optional.of(again), folder, owner.watching(progress), Metrics.off());
        }
    }

    /** The server that runs studies of a place, where one does. */
    private record Link(Optional<TemporalServer> server) implements Closing {
        /** Where an execution that begins now goes on. */
        Executions.Place place(StudyRef ref) {
            return server.map(asked -> new StudyControl(asked).isOpen(ref.workflowId())
                            ? Executions.Place.JOINED
                            : Executions.Place.SERVER)
                    .orElse(Executions.Place.HERE);
        }

        @Override
        public void close() {
            server.ifPresent(TemporalServer::close);
        }
    }

    private Link link(Place place) {
        return new Link(place.temporal()
                .map(address -> TemporalServer.connect(TemporalServer.Settings.of(address), environment)
                        .requireSearchAttributes()));
    }

    private static String description(Prepared prepared) {
        return prepared.study().study().spec().description();
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

    private Prepared prepare(
            StudyFile file,
            StudyInputs inputs,
            StudyPipeline pipeline,
            Link link,
            RunOptions options,
            ProgressSink progress) {
        String name = file.spec().study();
        StudyDocument document = inputs.document();
        inputs.upload(document, pipeline.context().blobs());
        Executions executions = new Executions(pipeline.context().store());
        Optional<OpenStudy> before = LocalStudyService.previous(pipeline, executions, name);
        StudyRef published = repinned(pipeline, pipeline.publish(document), link, options, progress);
        OpenStudy study = pipeline.open(published);
        WorkPlan plan = WorkPlan.of(study, before);
        Executions.Begin execution =
                executions.begin(published, link.place(published), began.toString(), ExecutionRecords.lines(plan));
        plan.stages().stream()
                .filter(stage -> stage.done() > 0)
                .forEach(stage -> progress.note(stage.stage() + ": " + stage.reason()));
        return new Prepared(name, published, study, pipeline, executions, execution);
    }

    /** Pins stages anew before the study begins; one that a server runs is asked by an order. */
    private static StudyRef repinned(
            StudyPipeline pipeline, StudyRef study, Link link, RunOptions options, ProgressSink progress) {
        if (options.repin().isEmpty()) {
            return study;
        }
        if (link.server()
                .filter(server -> new StudyControl(server).isOpen(study.workflowId()))
                .isPresent()) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "--repin is for a study that does not run, but " + study.workflowId()
                            + " runs; order it: infra/onset repin " + study.study() + " --stage "
                            + options.repin().get(0) + "; nothing was changed");
        }
        StudyRef anew = study;
        for (String stage : options.repin()) {
            Optional<Profile> old =
                    Optional.ofNullable(pipeline.open(anew).profiles().pins().get(stage));
            anew = pipeline.repin(anew, stage, "asked for on the command line");
            progress.note("stage " + stage + " is pinned anew: whatever of it is there"
                    + old.map(profile -> ", computed under '" + profile + "',").orElse("") + " is computed again"
                    + (stage.equals("train") ? ", all training from step 0 and all that follows from it" : "")
                    + "; the old results stay in the store");
        }
        return anew;
    }

    private FinishedStudy execute(
            Prepared prepared,
            Link link,
            Optional<StudyRequest.Again> again,
            Path folder,
            ProgressSink progress,
            Metrics metrics) {
        if (link.server().isEmpty()) {
            prepared.study().profiles().check(); // no other process can compute what this one cannot
        }
        StudyResult result;
        try (StudyExecution execution = execution(link, prepared, metrics)) {
            running.set(execution);
            result = execution.run(prepared.ref(), request(prepared, execution, again), progress);
        } catch (Detached e) {
            // the study did not end, so nothing is recorded of its end
            throw e.why();
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

    private static StudyExecution execution(Link link, Prepared prepared, Metrics metrics) {
        int trainers = prepared.study().trainer().slots();
        return link.server()
                .<StudyExecution>map(server -> new ServerExecution(server, description(prepared)))
                .orElseGet(() -> new EmbeddedExecution(
                        prepared.pipeline(), trainers, prepared.study().profiles()::on, metrics));
    }

    private StudyRequest request(Prepared prepared, StudyExecution execution, Optional<StudyRequest.Again> again) {
        StudySpec spec = prepared.study().study().spec();
        return new StudyRequest(
                        prepared.ref(),
                        execution.operated(),
                        execution.signalMillis(),
                        spec.experiment().kind(),
                        Kinds.installed().of(spec).dataset(spec),
                        again)
                .withPatience(patienceSeconds);
    }

    private double seconds() {
        return records.seconds(clock.instant());
    }
}
