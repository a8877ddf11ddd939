package dev.onset.infra.cli;

import dev.onset.contracts.RerunStage;
import dev.onset.infra.study.StudyService;
import dev.onset.infra.study.StudyService.Order;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Orders to a study that a Temporal server runs; each is an update of its workflow, or Temporal's own cancellation. */
abstract class OrderCommand implements Callable<Integer> {
    private static final String FOOTER =
            "%nThe study must run on a Temporal server: --temporal, or TEMPORAL_ADDRESS. Where a name runs twice, give the workflow id.";

    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyName name = new StudyName();

    OrderCommand(Context context) {
        this.context = context;
    }

    static List<Object> all(Context context) {
        return List.of(
                new Pause(context),
                new Resume(context),
                new Retry(context),
                new Extend(context),
                new CheckpointNow(context),
                new Repin(context),
                new Cancel(context));
    }

    abstract Order order();

    @Override
    public Integer call() {
        try (StudyService service = context.services().get()) {
            String answer = service.order(common.place(), name.study, order());
            if (common.json) {
                context.console().json(Map.of("study", name.study, "answer", answer));
            } else {
                context.console().line("%s", answer);
            }
            return ExitCode.DONE;
        }
    }

    /** A reason, for the record. */
    static final class Reason {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                defaultValue = "asked for on the command line",
                description = "Why, for the workflow's history.")
        String reason = "asked for on the command line";
    }

    @Command(
            name = "pause",
            description = "Commits, stops training, and starts nothing new until resumed.",
            footer = FOOTER)
    static final class Pause extends OrderCommand {
        @Mixin
        private final Reason reason = new Reason();

        Pause(Context context) {
            super(context);
        }

        @Override
        Order order() {
            return new Order.Pause(reason.reason);
        }
    }

    @Command(name = "resume", description = "Goes on after a pause.", footer = FOOTER)
    static final class Resume extends OrderCommand {
        Resume(Context context) {
            super(context);
        }

        @Override
        Order order() {
            return new Order.Resume();
        }
    }

    @Command(
            name = "retry",
            description = "Tries the stage that a parked study waits with again, once its cause is mended.",
            footer = FOOTER)
    static final class Retry extends OrderCommand {
        @Mixin
        private final Reason reason = new Reason();

        Retry(Context context) {
            super(context);
        }

        @Override
        Order order() {
            return new Order.Retry(reason.reason);
        }
    }

    @Command(
            name = "extend",
            description = "Trains a running study longer: a recorded revision; nothing committed is trained again.",
            footer = FOOTER)
    static final class Extend extends OrderCommand {
        @Mixin
        private final Reason reason = new Reason();

        @Option(names = "--steps", required = true, paramLabel = "N", description = "Optimiser steps in all.")
        private long steps;

        Extend(Context context) {
            super(context);
        }

        @Override
        Order order() {
            return new Order.Extend(steps, reason.reason);
        }
    }

    @Command(
            name = "checkpoint-now",
            description = "Commits every training run now, outside the schedule and the report.",
            footer = FOOTER)
    static final class CheckpointNow extends OrderCommand {
        @Mixin
        private final Reason reason = new Reason();

        CheckpointNow(Context context) {
            super(context);
        }

        @Override
        Order order() {
            return new Order.CheckpointNow(reason.reason);
        }
    }

    @Command(
            name = "repin",
            description =
                    "Lets a stage be pinned to the numeric profile of the next worker that serves it, and computes again whatever of it"
                            + " is there under another: for a fleet that has no worker of the old profile any more.",
            footer = FOOTER)
    static final class Repin extends OrderCommand {
        @Mixin
        private final Reason reason = new Reason();

        @Option(
                names = "--stage",
                required = true,
                paramLabel = "STAGE",
                description = "train, fit, or an observable's name, as 'status' has them.")
        private String stage = "";

        Repin(Context context) {
            super(context);
        }

        @Override
        Order order() {
            return new Order.Repin(stage, reason.reason);
        }
    }

    @Command(
            name = "cancel",
            description = "Cancels a running study; what is committed stays, and a new run goes on from it.",
            footer = FOOTER)
    static final class Cancel extends OrderCommand {
        Cancel(Context context) {
            super(context);
        }

        @Override
        Order order() {
            return new Order.Cancel();
        }
    }

    /** For {@code rerun}: the stage's name as the command line writes it. */
    static RerunStage stage(String name) {
        for (RerunStage stage : RerunStage.values()) {
            if (stage.name().equalsIgnoreCase(name)) {
                return stage;
            }
        }
        throw new dev.onset.contracts.OnsetException(
                dev.onset.contracts.ErrorCode.STUDY_INVALID,
                "--from is '" + name + "'; it must be observe, fit or report; nothing was started");
    }
}
