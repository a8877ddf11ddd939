package dev.onset.process;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.Require;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What study files say of programs that they bring: bounds, and where the programs' files lie. */
public final class Programs {
    private static final int MOST_ARGUMENTS = 1_000;
    private static final int MOST_SHOWN = 8;
    private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]{0,99}";

    private Programs() {}

    /** A program and its arguments. */
    public static List<String> command(@Nullable List<String> command) {
        List<String> all = command == null ? List.of() : List.copyOf(command);
        Require.within("command", all.size(), 1, MOST_ARGUMENTS);
        Require.text("command.0", all.get(0), 4_096);
        return all;
    }

    /** What it needs of the study's. */
    public static List<String> files(@Nullable List<String> files, int least, int most) {
        List<String> all = files == null ? List.of() : List.copyOf(files);
        Require.within("files", all.size(), least, most);
        return all;
    }

    /** Settings as variables. */
    public static SortedMap<String, String> environment(@Nullable Map<String, String> environment) {
        SortedMap<String, String> all = new TreeMap<>(environment == null ? Map.of() : environment);
        all.keySet().forEach(name -> variable("environment", name));
        return Collections.unmodifiableSortedMap(all);
    }

    /** Names of variables that are handed on from a worker's environment. */
    public static List<String> passEnvironment(@Nullable List<String> names) {
        List<String> all = names == null ? List.of() : List.copyOf(names);
        all.forEach(name -> variable("passEnvironment", name));
        return all;
    }

    private static void variable(String field, String name) {
        Require.that(name.matches(VARIABLE), field, "'" + name + "'", "must name variables as " + VARIABLE);
        Require.that(!name.startsWith("ONSET_"), field, name, "must not begin with ONSET_, which the contract uses");
    }

    /**
     * Files as sources of the study.
     *
     * @param role beginning of the roles' names
     */
    public static SortedMap<String, String> sources(String role, List<String> files) {
        SortedMap<String, String> all = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            all.put(String.format(Locale.ROOT, "%s-%05d", role, i), files.get(i));
        }
        return all;
    }

    /**
     * Refuses a Python command whose script is not among the files: the program's working directory holds those alone. What other
     * programs make of their arguments is theirs.
     *
     * @param field the section of the study file
     * @param files all of them, no folders
     * @throws OnsetException DATA_INVALID
     */
    public static void requireScript(String field, List<String> command, List<String> files) {
        Optional<String> script = script(command);
        List<String> places = files.stream().map(Programs::place).toList();
        if (script.isPresent()
                && !places.contains(Path.of(script.get()).normalize().toString())) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    field + ".command names " + script.get() + ", which is not among " + field + ".files "
                            + shown(places) + "; the program finds those alone; nothing was written");
        }
    }

    /** The script that a Python is asked to run, where that is a file of the working directory. */
    private static Optional<String> script(List<String> command) {
        String program = command.get(0).replaceFirst("^.*/", "");
        if (!program.matches("python[0-9.]*")) {
            return Optional.empty();
        }
        return command.stream()
                .skip(1)
                .takeWhile(word -> !word.equals("-c") && !word.equals("-m"))
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .filter(word -> word.endsWith(".py") && !Path.of(word).isAbsolute());
    }

    private static String shown(List<String> places) {
        return places.size() <= MOST_SHOWN ? places.toString() : places.size() + " files";
    }

    /**
     * Where a file lies in the program's working directory: as it lies around the study file, so that a script finds what it finds
     * there. What lies elsewhere, above the study file's folder or in S3, lies beside them under its own name.
     */
    public static String place(String source) {
        Path path =
                Path.of(source.replaceFirst("^s3://", "/").replace('\\', '/')).normalize();
        boolean inside =
                !path.isAbsolute() && !path.startsWith("..") && !path.toString().isEmpty();
        return (inside ? path : path.getFileName()).toString();
    }
}
