package dev.onset.infra;

import dev.onset.infra.cli.OnsetCommand;
import dev.onset.infra.study.LocalStudyService;
import java.time.Clock;

/** Entry point of {@code infra/onset}. */
public final class Onset {
    private Onset() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(OnsetCommand.execute(args, () -> new LocalStudyService(Clock.systemUTC())));
    }
}
