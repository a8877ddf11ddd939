package dev.onset.infra.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The classes that a run has loaded, written down for later starts: they map one file instead of reading and verifying jars.
 *
 * <p>The launcher asks for it where there is none. It is written beside, forced to disk and moved into place, so that a start
 * finds a whole one or none, whoever else starts or writes; its name ends in its length, by which the launcher knows one that was cut off
 * later: half of one would end the JVM. Java itself refuses one that other jars or another Java made, or that is damaged.
 */
public final class ClassArchive {
    private static final String WANTED = "onset.classes";

    /** Several times what it takes: a JVM that finds no room while it writes ends with an error. */
    private static final long ROOM = 512L << 20;

    /** Java writes beside, too. */
    private static final String WRITTEN_BY_JAVA = ".temp";

    private static final Pattern PART = Pattern.compile("\\.(\\d{1,9})(" + Pattern.quote(WRITTEN_BY_JAVA) + ")?$");

    private ClassArchive() {}

    /** Writes the archive if the launcher asked for one. */
    public static void write() {
        String wanted = System.getProperty(WANTED, "");
        if (wanted.isEmpty()) {
            return;
        }
        try {
            write(Path.of(wanted));
        } catch (JMException | IOException | RuntimeException e) {
            // the run is done and well; without it the next start is slower, nothing else
        }
    }

    private static void write(Path wanted) throws JMException, IOException {
        Path part = Path.of(wanted + "." + ProcessHandle.current().pid());
        forgotten(wanted);
        if (Files.getFileStore(part.toAbsolutePath().getParent()).getUsableSpace() < ROOM) {
            return;
        }
        try {
            dump(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
                channel.force(true);
            }
            Path archive = Path.of(wanted + "-" + Files.size(part) + ".jsa");
            Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(Path.of(part + WRITTEN_BY_JAVA));
        }
    }

    /** Removes archives that are replaced, and what was left by writers that were killed. */
    private static void forgotten(Path wanted) throws IOException {
        String name = String.valueOf(wanted.getFileName());
        Path folder = wanted.toAbsolutePath().getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name + "[-.]*")) {
            for (Path file : files) {
                Matcher part = PART.matcher(file.toString());
                boolean inUse = part.find()
                        && ProcessHandle.of(Long.parseLong(part.group(1))).isPresent();
                if (!inUse) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The command says what it did on standard output, which is the run's. */
    private static void dump(Path part) throws JMException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            // one line to Java: a path may hold spaces
            String[] command = {"dynamic_dump", "\"" + part + "\""};
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmCds",
                            new Object[] {command},
                            new String[] {String[].class.getName()});
        } finally {
            System.setOut(out);
        }
    }
}
