package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which device of this machine is meant. */
final class DeviceOption {
    private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,3}))?");

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda[:N]",
            defaultValue = "cpu",
            description =
                    "The processor, or GPU N of this machine: a worker observes there for studies with observation.device: cuda"
                            + " (one worker a GPU), doctor tries whether it computes. A GPU needs a build with -Pgpu.")
    private String device = "cpu";

    /**
     * The GPU's number; empty for the processor.
     *
     * @throws OnsetException STUDY_INVALID for what is neither
     */
    Optional<Integer> gpu() {
        Matcher cuda = CUDA.matcher(device);
        if (cuda.matches()) {
            return Optional.of(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        if (!device.equals("cpu")) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "--device is " + device + "; it must be cpu, cuda or cuda:N; nothing was started");
        }
        return Optional.empty();
    }
}
