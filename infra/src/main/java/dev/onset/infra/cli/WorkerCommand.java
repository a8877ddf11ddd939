package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.study.WorkerProcess;
import dev.onset.workflows.Queues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "worker",
        description =
                "Does the stages of studies that a Temporal server orders, until SIGTERM. Then it takes nothing new, commits what"
                        + " it trains, and ends; another worker goes on from there. A"
                        + " stage that shows no progress for ONSET_STALL_SECONDS (default 900) ends the worker with 75.",
        footer = {
            "",
            "Examples:",
            "  onset worker --temporal 127.0.0.1:7233 --store s3://onset/studies",
            "  onset worker --queues observe --device cuda:0 --store s3://onset/studies"
        })
final class WorkerCommand implements Callable<Integer> {
    private static final List<String> ALL = List.of(Queues.PLAN, Queues.TRAIN, Queues.OBSERVE, Queues.FIT);

    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final MetricsOption metrics = new MetricsOption();

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Option(
            names = "--queues",
            split = ",",
            paramLabel = "QUEUE",
            description =
                    "What this worker does: plan, train, observe, fit, which plans as well (default: all). Every worker"
                            + " orchestrates. Of each it takes the work that is pinned to its own numeric profile, from a queue"
                            + " named after that, such as train.p-1a2b3c4d; infra/onset doctor prints them.")
    private List<String> queues = new ArrayList<>(ALL);

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Observations at once (default: one a core; with a GPU, one).")
    private @Nullable Integer slots;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a drain may take (default: ${DEFAULT-VALUE}).")
    private int grace = 60;

    @Option(
            names = "--deployment",
            paramLabel = "NAME",
            description =
                    "Worker deployment versioning: the deployment's name; needs --build. Runs stay on the build they began"
                            + " with, studies move on.")
    private @Nullable String deployment;

    @Option(names = "--build", paramLabel = "ID", description = "The build of this worker, with --deployment.")
    private @Nullable String build;

    WorkerCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Set<String> wanted = new LinkedHashSet<>(queues);
        if (wanted.isEmpty() || !ALL.containsAll(wanted)) {
            throw invalid(
                    "--queues is " + String.join(",", queues) + "; each must be one of plan, train, observe and fit");
        }
        Optional<Integer> gpu = device.gpu();
        int processors = Runtime.getRuntime().availableProcessors();
        int observers = slots != null ? slots : gpu.isPresent() ? 1 : processors;
        if (observers < 1 || grace < 1) {
            throw invalid("--slots and --grace must be at least 1");
        }
        if ((deployment == null) != (build == null)) {
            throw invalid("--deployment and --build go together");
        }
        WorkerProcess.Settings settings = new WorkerProcess.Settings(
                common.place(),
                wanted,
                observers,
                gpu,
                Duration.ofSeconds(grace),
                Optional.ofNullable(deployment),
                Optional.ofNullable(build),
                metrics.address());
        LogFile.attach(common.data());
        try (WorkerProcess worker = WorkerProcess.start(settings, common.environment())) {
            context.console().line("worker: %s", worker.words());
            context.console().out().flush();
            Optional<OnsetException> stalled = worker.awaitEnd();
            if (stalled.isPresent()) {
                context.console()
                        .line(
                                "worker: %s; this process ends, to be started again",
                                String.valueOf(stalled.get().getMessage()));
                return ExitCode.STALLED;
            }
            context.console().line("worker: drained");
        }
        return ExitCode.DONE;
    }

    private static OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.STUDY_INVALID, what + "; nothing was started");
    }
}
