package dev.onset.infra;

import dev.onset.infra.cli.ClassArchive;
import dev.onset.infra.cli.ExitCode;
import dev.onset.infra.cli.OnsetCommand;
import dev.onset.infra.process.Signals;
import dev.onset.infra.study.LocalStudyService;
import java.time.Clock;
import java.util.Locale;

/** Entry point of {@code infra/onset}. */
public final class Onset {
    private Onset() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        // numbers are read and written alike whatever the user's language: some have digits other than 0 to 9
        Locale.setDefault(Locale.ROOT);
        Signals.takeOver();
        int code = OnsetCommand.execute(args, () -> new LocalStudyService(Clock.systemUTC()));
        if (code == ExitCode.STALLED) {
            // a thread is stuck, perhaps in native code: hooks that free what it uses would wait for it, or crash
            // beneath it
            Runtime.getRuntime().halt(code);
        }
        if (code == ExitCode.DONE) {
            ClassArchive.write();
        }
        Signals.exit(code);
    }
}
