package dev.onset.infra.cli;

import dev.onset.contracts.Device;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.evaluate.OnnxLibrary;
import dev.onset.infra.study.StudyService;
import dev.onset.train.TrainingLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Checks this machine: Java, memory, native libraries and threads, the numeric profiles it computes under, the data directory, with --temporal the server,"
                        + " with --store the S3 store and with --device cuda:N a GPU. Ends with 3 when something must be mended.",
        footer = {
            "",
            "Examples:",
            "  onset doctor --data /mnt/studies",
            "  onset doctor --temporal 127.0.0.1:7233 --store s3://onset/lab --fix",
            "  onset doctor --device cuda:0"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--fix",
            description = "Mend what can be mended from here: create a missing bucket, register search attributes.")
    private boolean fix;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<Integer> gpu = device.gpu();
        StudyService.Place place = common.place();
        List<Doctor.Check> checks = new ArrayList<>(new Doctor(
                        common.data(),
                        common.environment(),
                        List.of(
                                new Doctor.NativeLibrary("training (ND4J)", TrainingLibrary::describe),
                                new Doctor.NativeLibrary(
                                        "inference (ONNX Runtime)",
                                        () -> OnnxLibrary.environment().getVersion() + ", computes on "
                                                + (OnnxEvaluator.supports(Device.CUDA)
                                                        ? "processor and CUDA"
                                                        : "the processor"))))
                .examine());
        gpu.ifPresent(number -> checks.add(new GpuDoctor(number).examine()));
        checks.addAll(new ProfileDoctor(gpu).examine());
        place.temporal()
                .ifPresent(address -> checks.addAll(new TemporalDoctor(address, common.environment()).examine(fix)));
        place.store().ifPresent(address -> checks.addAll(new StoreDoctor(address, common.environment()).examine(fix)));
        Console console = context.console();
        if (common.json) {
            console.json(checks);
        } else {
            for (Doctor.Check check : checks) {
                console.line("%s  %-24s %s", mark(check.verdict()), check.name(), check.found());
                if (!check.advice().isEmpty()) {
                    console.line("      %-24s -> %s", "", check.advice());
                }
            }
        }
        return checks.stream().anyMatch(c -> c.verdict() == Doctor.Verdict.BAD) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private String mark(Doctor.Verdict verdict) {
        return switch (verdict) {
            case GOOD -> context.console().colour("good", Style.fg_green);
            case WARN -> context.console().colour("warn", Style.fg_yellow);
            case BAD -> context.console().colour("BAD ", Style.fg_red);
        };
    }
}
