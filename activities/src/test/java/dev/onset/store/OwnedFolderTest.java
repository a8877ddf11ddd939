package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class OwnedFolderTest {
    private static final String NAME = "run";

    @TempDir
    Path parent;

    /** Owns a folder until it is killed. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            System.out.println(OwnedFolder.create(Path.of(arguments[0]), NAME).path());
            Thread.sleep(600_000);
        }
    }

    private void sweep(Duration later) throws IOException {
        OwnedFolder.sweep(parent, NAME, Instant.now().plus(later));
    }

    @Test
    void folderOfALivingProcess_staysHoweverLongItIsIdle_andGoesWhenItWasKilled() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Owner.class.getName(),
                parent.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        java.lang.Process owner =
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
            Path folder = Path.of(said.readLine());
            Files.writeString(folder.resolve("half"), "done");
            sweep(Duration.ofDays(400));
            assertThat(folder.resolve("half")).exists();
            owner.destroyForcibly().waitFor();
            sweep(Duration.ZERO);
            assertThat(folder).as("as young as one that is not locked yet").exists();
            sweep(OwnedFolder.YOUNG.plusSeconds(1));
            assertThat(folder).doesNotExist();
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void foldersOfThisProcess_stay_andLookingAtThemDoesNotLoosenThem() throws Exception {
        try (OwnedFolder mine = OwnedFolder.create(parent, NAME)) {
            sweep(Duration.ofDays(400));
            assertThat(mine.path()).exists();
            // negative control: another process finds it locked still, and does not sweep it
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    Sweeper.class.getName(),
                    parent.toString());
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            assertThat(builder.inheritIO().start().waitFor()).isZero();
            assertThat(mine.path()).exists();
        }
        assertThat(parent).isEmptyDirectory();
    }

    /** Sweeps, a year later. */
    static final class Sweeper {
        public static void main(String[] arguments) throws Exception {
            OwnedFolder.sweep(Path.of(arguments[0]), NAME, Instant.now().plus(Duration.ofDays(400)));
        }
    }

    /** Works among the temporary files and ends well, or as a kill would. */
    static final class Process {
        public static void main(String[] arguments) throws Exception {
            Path first = OwnedFolder.ofProcess();
            Files.writeString(first.resolve("a"), "b");
            LocalFiles.deleteTree(first);
            Files.writeString(OwnedFolder.ofProcess().resolve("a"), "b");
            if (arguments[0].equals("killed")) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    private void run(String end) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + parent,
                Process.class.getName(),
                end);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        assertThat(builder.inheritIO().start().waitFor()).isZero();
    }

    @Test
    void temporaryFilesOfAProcess_goWithIt_orWithTheNextAfterAKill() throws Exception {
        run("well");
        assertThat(parent).isEmptyDirectory();
        run("killed");
        try (Stream<Path> left = Files.list(parent)) {
            Path litter = left.findFirst().orElseThrow();
            Files.setLastModifiedTime(
                    litter, FileTime.from(Instant.now().minus(OwnedFolder.YOUNG).minusSeconds(60)));
        }
        run("well");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void folderWithoutLock_isSweptAfterADay_andOthersNeverAre() throws IOException {
        Path lockless = Files.createDirectory(parent.resolve(NAME + "1"));
        Path foreign = Files.createDirectory(parent.resolve("else"));
        sweep(OwnedFolder.LOCKLESS.minusMinutes(1));
        assertThat(lockless).exists();
        sweep(OwnedFolder.LOCKLESS.plusMinutes(1));
        assertThat(lockless).doesNotExist();
        assertThat(foreign).exists();
    }
}
