package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.NativeLibraries;
import dev.onset.infra.study.StudyService;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code onset} and how its errors and exit codes come about. */
@Command(
        name = "onset",
        description =
                "Durable training-dynamics studies: trains a network, keeps every checkpoint, measures its interactions"
                        + " and fits the phase transitions. Killed at any point and started again, a study goes on and ends with"
                        + " the same numbers.",
        mixinStandardHelpOptions = true,
        versionProvider = OnsetCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done (whatever the verdict)",
            " 2:bad input: one line names the file, the field and the bound; nothing was written",
            " 3:a stage failed, or verify or doctor found a fault",
            " 75:a stage showed no progress for ONSET_STALL_SECONDS (default 900) and was ended; started again, it goes on",
            "130:interrupted, or the study was cancelled; the same command goes on"
        },
        footer = {"", "Begin with:", "  onset run digits-quick", "  onset run digits"})
public final class OnsetCommand implements Runnable {
    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    /** What a locale makes of bytes that it cannot read. */
    private static final char UNREADABLE = '\uFFFD';

    OnsetCommand() {}

    /** Prints which build this is. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream in = OnsetCommand.class.getResourceAsStream("build.properties")) {
                if (in != null) {
                    build.load(in);
                }
            }
            return new String[] {
                "onset " + build.getProperty("version", "(unpackaged build)"),
                "commit " + build.getProperty("commit", "unknown") + ", build of " + build.getProperty("of", "unknown")
                        + " for " + build.getProperty("platform", "unknown"),
                "Java ${java.version}, ${os.name} ${os.arch}"
            };
        }
    }

    /** Runs one command on the process's own console and returns its exit code. */
    public static int execute(String[] args, Supplier<StudyService> services) {
        StandardOutput standard = new StandardOutput();
        PrintWriter out = writer(standard);
        PrintWriter err = writer(System.err);
        boolean terminal =
                Boolean.parseBoolean(System.getProperty("onset.terminal", Boolean.toString(System.console() != null)));
        // standard output has the colours, and only a person wants them
        boolean colours = Boolean.getBoolean("onset.colours")
                && System.getenv("NO_COLOR") == null
                && !List.of(args).contains("--no-color");
        Console console = new Console(out, err, terminal, colours ? Ansi.ON : Ansi.OFF);
        int code;
        try {
            requireReadable(args);
            code = commandLine(console, services, System.getenv()).execute(args);
        } catch (OnsetException e) {
            code = fail(console, e, List.of(args));
        } catch (OutOfMemoryError e) {
            code = fail(console, new OnsetException(ErrorCode.OUT_OF_MEMORY, "memory ran out", e), List.of(args));
        } catch (LinkageError e) {
            code = fail(console, NativeLibraries.failure(e), List.of(args));
        }
        out.flush();
        Optional<IOException> lost = standard.lost();
        if (lost.isPresent() && code == ExitCode.DONE) {
            code = fail(console, notWritten(lost.get()), List.of(args));
        }
        err.flush();
        return code;
    }

    /**
     * Refuses letters that the locale made unreadable before they reached us: no file would be found by them.
     *
     * @throws OnsetException STUDY_INVALID naming the locale
     */
    private static void requireReadable(String[] args) {
        if (Arrays.stream(args).anyMatch(arg -> arg.indexOf(UNREADABLE) >= 0)) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "the locale (" + locale() + ", which knows " + System.getProperty("sun.jnu.encoding")
                            + ") cannot spell a name on this command line; nothing was done; set LC_ALL=C.UTF-8, or another"
                            + " locale in UTF-8 that is installed here");
        }
    }

    private static String locale() {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> Map.entry(name, System.getenv().getOrDefault(name, "")))
                .filter(variable -> !variable.getValue().isEmpty())
                .findFirst()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .orElse("POSIX, none is set");
    }

    private static OnsetException notWritten(IOException e) {
        boolean full = LocalFiles.isFull(Path.of(""), e);
        return new OnsetException(
                full ? ErrorCode.DISK_FULL : ErrorCode.STUDY_INVALID,
                "standard output could not be written: " + e.getMessage()
                        + "; what was printed is incomplete, what was stored is not touched",
                e);
    }

    /** Runs one command with the given writers, as if no terminal were there. */
    public static int execute(PrintWriter out, PrintWriter err, Supplier<StudyService> services, String... args) {
        return execute(out, err, services, System.getenv(), args);
    }

    /** As above, with variables that stand for options which are not given. */
    public static int execute(
            PrintWriter out,
            PrintWriter err,
            Supplier<StudyService> services,
            Map<String, String> environment,
            String... args) {
        return commandLine(new Console(out, err, false, Ansi.OFF), services, environment)
                .execute(args);
    }

    static CommandLine commandLine(Console console, Supplier<StudyService> services, Map<String, String> environment) {
        Context context = new Context(console, services);
        CommandLine root = new CommandLine(new OnsetCommand());
        List<Object> commands = new ArrayList<>(List.of(
                new RunCommand(context),
                new PlanCommand(context),
                new StatusCommand(context),
                new WatchCommand(context),
                new ServeCommand(context),
                new ReportCommand(context),
                new CompareCommand(context),
                new WhyCommand(context),
                new CodecCommand(context, environment),
                new VerifyCommand(context),
                new StudiesCommand(context),
                new InteractionsCommand(context),
                new RerunCommand(context),
                new WorkerCommand(context),
                new DoctorCommand(context)));
        commands.addAll(OrderCommand.all(context));
        for (Object command : commands) {
            CommandLine sub = new CommandLine(command);
            sub.getCommandSpec().mixinStandardHelpOptions(true);
            sub.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
            sub.getCommandSpec()
                    .usageMessage()
                    .exitCodeList(root.getCommandSpec().usageMessage().exitCodeList());
            for (CommandSpec mixin : sub.getCommandSpec().mixins().values()) {
                if (mixin.userObject() instanceof CommonOptions common) {
                    common.environment(environment);
                }
            }
            root.addSubcommand(sub);
        }
        return root.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()))
                .setAbbreviatedOptionsAllowed(false)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, args) -> refuse(console, e))
                .setExecutionExceptionHandler((e, line, result) -> fail(console, e, result.originalArgs()));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "no command given; 'onset --help' lists them");
        }
    }

    private static int refuse(Console console, ParameterException e) {
        StringBuilder line = new StringBuilder(String.valueOf(e.getMessage()));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                line.append("; did you mean '").append(near.get(0)).append("'?");
            }
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(message(ErrorCode.STUDY_INVALID, line.toString(), "see " + command + " --help"));
        console.err().flush();
        return ExitCode.BAD_INPUT;
    }

    private static int fail(Console console, Exception e, List<String> args) {
        ErrorCode code = ErrorCode.INTERNAL;
        String what = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            OnsetException local = LocalFiles.scratchFailure("a local file", Path.of("any"), new IOException(what, e));
            code = local.code();
            what = String.valueOf(local.getMessage());
        }
        if (e instanceof OnsetException coded) {
            code = coded.code();
            what = String.valueOf(coded.getMessage());
        }
        console.err().println(message(code, what, code.nextAction()));
        if (args.contains("--debug")) {
            e.printStackTrace(console.err());
        }
        console.err().flush();
        return ExitCode.of(code);
    }

    private static String message(ErrorCode code, String what, String next) {
        String line = what.replaceAll("[\\p{Cntrl}]+", " ").strip();
        String stop = line.endsWith(".") || line.endsWith("?") ? " " : ". ";
        return "onset: " + code + ": " + line + stop + "Next: " + next + ".";
    }

    private static PrintWriter writer(OutputStream stream) {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
        return new PrintWriter(new OutputStreamWriter(stream, Charset.forName(name)), true);
    }
}
