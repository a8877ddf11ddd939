package dev.onset.infra;

import dev.onset.infra.cli.ExitCode;
import dev.onset.infra.cli.OnsetCommand;
import dev.onset.infra.study.LocalStudyService;
import java.time.Clock;

/** Entry point of {@code infra/onset}. */
public final class Onset {
    private Onset() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        int code = OnsetCommand.execute(args, () -> new LocalStudyService(Clock.systemUTC()));
        if (code == ExitCode.STALLED) {
            // a thread is stuck, perhaps in native code: hooks that free what it uses would wait for it, or crash
            // beneath it
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }
}
