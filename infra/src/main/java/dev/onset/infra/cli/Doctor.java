package dev.onset.infra.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Looks at the machine: what a study needs, what is there, and what to do where the two differ. */
final class Doctor {
    private static final long ENOUGH_MEMORY = 2_000_000_000L;
    private static final long ENOUGH_SPACE = 1_000_000_000L;

    /** How a check came out. */
    enum Verdict {
        GOOD,
        WARN,
        BAD;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One check: what was found, and what to do about it (empty when nothing). */
    record Check(String name, Verdict verdict, String found, String advice) {}

    /** A native library that may fail to load. */
    record NativeLibrary(String name, Supplier<String> describe) {}

    private final Path data;
    private final Map<String, String> environment;
    private final List<NativeLibrary> libraries;
    private final List<Check> checks = new ArrayList<>();

    Doctor(Path data, Map<String, String> environment, List<NativeLibrary> libraries) {
        this.data = data;
        this.environment = environment;
        this.libraries = libraries;
    }

    List<Check> examine() {
        platform();
        threads("OMP_NUM_THREADS");
        threads("OPENBLAS_NUM_THREADS");
        libraries.forEach(this::library);
        folder();
        return List.copyOf(checks);
    }

    private void platform() {
        int java = Runtime.version().feature();
        add(
                "java",
                java >= 17 ? Verdict.GOOD : Verdict.BAD,
                System.getProperty("java.vendor") + " " + Runtime.version(),
                java >= 17 ? "" : "install a JDK 17 or later");
        add("system", Verdict.GOOD, System.getProperty("os.name") + " " + System.getProperty("os.arch"), "");
        add("cores", Verdict.GOOD, Integer.toString(Runtime.getRuntime().availableProcessors()), "");
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            long memory = system.getTotalMemorySize();
            boolean enough = memory >= ENOUGH_MEMORY;
            add(
                    "memory",
                    enough ? Verdict.GOOD : Verdict.WARN,
                    Console.bytes(memory) + ", Java heap up to "
                            + Console.bytes(Runtime.getRuntime().maxMemory()),
                    enough ? "" : "the bundled studies want 2 GB");
        }
    }

    /** Thread counts change the last bits of results, and more threads are slower on small networks. */
    private void threads(String variable) {
        String value = environment.get(variable);
        boolean pinned = "1".equals(value);
        add(
                variable,
                pinned ? Verdict.GOOD : Verdict.WARN,
                value == null ? "not set" : value,
                pinned
                        ? ""
                        : "start by infra/onset, or set " + variable
                                + "=1 before Java starts: results differ in the last bits otherwise");
    }

    private void library(NativeLibrary library) {
        try {
            add(library.name(), Verdict.GOOD, library.describe().get(), "");
        } catch (RuntimeException | LinkageError e) {
            add(
                    library.name(),
                    Verdict.BAD,
                    "does not load: " + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "build for this platform (mvn -Dnd4j.classifier=...); supported are Linux x86_64 and arm64, macOS and Windows x86_64");
        }
    }

    private void folder() {
        Path existing = data;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        String where = existing.equals(data) ? data.toString() : data + " (will be created in " + existing + ")";
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            add("data directory", Verdict.BAD, where + " is not writable", "give another with --data DIR");
            return;
        }
        add("data directory", Verdict.GOOD, where, "");
        links(existing);
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            boolean enough = free >= ENOUGH_SPACE;
            add(
                    "free space",
                    enough ? Verdict.GOOD : Verdict.WARN,
                    Console.bytes(free) + " on " + store.type(),
                    enough ? "" : "free at least " + Console.bytes(ENOUGH_SPACE));
        } catch (IOException e) {
            add("free space", Verdict.WARN, "unknown: " + e.getMessage(), "");
        }
    }

    /** Commits need a name that exactly one writer can create: a hard link. */
    private void links(Path folder) {
        String verdict = "";
        Path target = folder;
        Path link = folder;
        try {
            target = Files.createTempFile(folder, ".onset-doctor-", ".tmp");
            link = target.resolveSibling(target.getFileName() + ".link");
            Files.createLink(link, target);
            try {
                Files.createLink(link, target);
                verdict = "an existing link was replaced";
            } catch (java.nio.file.FileAlreadyExistsException expected) {
                verdict = "";
            }
        } catch (IOException | UnsupportedOperationException e) {
            verdict = String.format(Locale.ROOT, "%s: %s", e.getClass().getSimpleName(), e.getMessage());
        } finally {
            remove(folder, link);
            remove(folder, target);
        }
        add(
                "hard links",
                verdict.isEmpty() ? Verdict.GOOD : Verdict.BAD,
                verdict.isEmpty() ? "supported" : verdict,
                verdict.isEmpty()
                        ? ""
                        : "keep the data directory on a file system with hard links (not FAT or most network shares)");
    }

    private static void remove(Path folder, Path file) {
        try {
            if (!file.equals(folder)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(Doctor.class).warn("could not remove {}", file, e);
        }
    }

    private void add(String name, Verdict verdict, String found, String advice) {
        checks.add(new Check(name, verdict, found, advice));
    }
}
