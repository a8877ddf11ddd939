package dev.onset.evaluate;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a native library does not load, and what to do about it. */
public final class NativeLibraries {
    private static final Pattern FILE = Pattern.compile("(/[^:]+/)[^:/]+\\.(so|dylib|jnilib)[^:/]*:");
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private NativeLibraries() {}

    /**
     * A coded failure that no retry on this machine can mend: {@code LIBRARY_UNUSABLE} where a library of the operating
     * system's kind does not load, {@code INTERNAL} where classes do not fit together.
     */
    public static OnsetException failure(LinkageError e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof UnsatisfiedLinkError)) {
            cause = cause.getCause();
        }
        boolean library = cause instanceof UnsatisfiedLinkError
                || e instanceof ExceptionInInitializerError
                || (e instanceof NoClassDefFoundError
                        && String.valueOf(e.getMessage()).startsWith("Could not initialize class"));
        if (!library) {
            return new OnsetException(
                    ErrorCode.INTERNAL,
                    "classes of this build do not fit together: " + e + "; nothing half-done was committed",
                    e);
        }
        // a second attempt to load a class repeats the first one's failure within its own words
        String message = String.valueOf(cause.getMessage())
                .replaceFirst("^Exception (\\S+): ", "$1: ")
                .replaceFirst(" \\[in thread .*]$", "");
        Matcher file = FILE.matcher(message);
        // the training library's loader does not say which of its files failed: they lie in its cache
        String why = why(file.find() ? Path.of(file.group(1)) : trainingCache());
        return new OnsetException(
                ErrorCode.LIBRARY_UNUSABLE,
                "a native library does not load here: "
                        + (cause instanceof UnsatisfiedLinkError
                                ? ""
                                : cause.getClass().getSimpleName() + ": ")
                        + message + why
                        + "; nothing half-done was committed",
                e);
    }

    private static Path trainingCache() {
        return Path.of(System.getProperty(
                "org.bytedeco.javacpp.cachedir", System.getProperty("user.home", ".") + "/.javacpp/cache"));
    }

    private static String why(Path folder) {
        String move = folder.startsWith(trainingCache())
                ? "; give another folder in ONSET_JAVA_OPTS (-Dorg.bytedeco.javacpp.cachedir=FOLDER)"
                : "; give another folder in ONSET_JAVA_OPTS (-Djava.io.tmpdir=FOLDER)";
        return mount(folder, mounts())
                .filter(mount -> Arrays.asList(mount.options().split(",")).contains("noexec"))
                .map(mount -> "; its folder " + folder + " is on " + mount.at()
                        + ", which is mounted noexec, so nothing in it may run" + move)
                .orElse("");
    }

    /**
     * A mounted file system.
     *
     * @param at where
     * @param options with commas between
     */
    record Mount(String at, String options) {}

    /** The file system that holds a folder: the last of the deepest ones. */
    static Optional<Mount> mount(Path folder, List<String> mounts) {
        Optional<Mount> found = Optional.empty();
        for (String line : mounts) {
            String[] fields = line.split(" ");
            if (fields.length < 4) {
                continue;
            }
            String at = fields[1].replace("\\040", " ");
            if (folder.startsWith(at)
                    && at.length() >= found.map(m -> m.at().length()).orElse(0)) {
                found = Optional.of(new Mount(at, fields[3]));
            }
        }
        return found;
    }

    private static List<String> mounts() {
        try {
            return Files.isReadable(MOUNTS) ? Files.readAllLines(MOUNTS, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
