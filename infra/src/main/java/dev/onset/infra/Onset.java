package dev.onset.infra;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.cli.OnsetCommand;
import dev.onset.infra.cli.StudyService;
import java.util.ServiceLoader;

/** Entry point of {@code infra/onset}. */
public final class Onset {
    private Onset() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(OnsetCommand.execute(args, Onset::service));
    }

    private static StudyService service() {
        return ServiceLoader.load(StudyService.class)
                .findFirst()
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.INTERNAL,
                        "this build of Onset holds no study service; its jars do not belong together"));
    }
}
