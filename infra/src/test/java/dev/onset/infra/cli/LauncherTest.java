package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a copy of the source tree, with a Maven and a Java that only write down how they were called. */
@Tag("e2e")
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
    @TempDir
    Path folder;

    private Path root;
    private Path bin;
    private Path jar;

    record Result(int code, String output) {}

    @BeforeEach
    void tree() throws IOException {
        root = Files.createDirectories(folder.resolve("a clone"));
        bin = Files.createDirectories(folder.resolve("bin"));
        for (String part : List.of("workflows", "activities", "infra")) {
            Files.createDirectories(root.resolve(part).resolve("src/main"));
            Files.writeString(root.resolve(part).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("onset"), root.resolve("infra/onset"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        jar = root.resolve("infra/target/onset-infra.jar");
        for (String tool : List.of(
                "sh",
                "dirname",
                "readlink",
                "cat",
                "find",
                "head",
                "sed",
                "mktemp",
                "touch",
                "rm",
                "mkdir",
                "tail",
                "flock")) {
            for (String place : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), Path.of(place + tool));
                }
            }
        }
        script("javac", "exit 0");
        script(
                "java",
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; exit 0; fi",
                "for a in \"$@\"; do echo \"arg=$a\"; done",
                "echo \"locale=${LC_ALL:-}\"",
                "echo \"cp=$CLASSPATH\"; echo \"omp=$OMP_NUM_THREADS blas=$OPENBLAS_NUM_THREADS pwd=$(pwd)\"");
        script(
                "mvn",
                "echo called >> '" + folder.resolve("builds") + "'",
                "mkdir -p infra/target && touch infra/target/onset-infra.jar && echo /lib/x.jar > infra/target/classpath.txt");
    }

    private void script(String name, String... lines) throws IOException {
        Path file = bin.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result launch(Path launcher, String... args) throws IOException, InterruptedException {
        return launch(launcher, Map.of(), args);
    }

    private Result launch(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        return launch(root.resolve("infra/onset"), environment, args);
    }

    private Result launch(Path launcher, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", bin.toString(), "TMPDIR", folder.toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private Result launch(String... args) throws IOException, InterruptedException {
        return launch(root.resolve("infra/onset"), args);
    }

    private long builds() throws IOException {
        Path builds = folder.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    @Test
    void firstUse_buildsOnce_andSaysSo() throws Exception {
        Result first = launch("run", "digits");
        assertThat(first.output()).contains("onset: building");
        assertThat(first.code()).isZero();
        Result second = launch("run", "digits");
        assertThat(second.output()).doesNotContain("building").contains("arg=run", "arg=digits");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void newerSource_buildsAgain_olderDoesNot() throws Exception {
        launch();
        Path source = root.resolve("activities/src/main/New.java");
        Files.writeString(source, "class New {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(3_600)));
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().minusSeconds(3_600)));
        launch();
        assertThat(builds()).isEqualTo(1);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        launch();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void argumentsEnvironmentAndFolder_arriveUnchanged_onAShortCommandLine() throws Exception {
        Result result = launch("run", "my study.yaml", "--set", "a=$HOME `x` '\"*", "");
        assertThat(result.output().lines())
                .contains(
                        "arg=my study.yaml", "arg=a=$HOME `x` '\"*", "arg=", "omp=1 blas=1 pwd=" + folder.toRealPath())
                .contains("cp=" + jar.toRealPath() + ":/lib/x.jar");
        int length = result.output()
                .lines()
                .filter(l -> l.startsWith("arg="))
                .mapToInt(String::length)
                .sum();
        assertThat(length).isLessThan(1_000);
    }

    @Test
    void symbolicLinks_absoluteAndRelative_findTheTree() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("onset-absolute"), root.resolve("infra/onset"));
        assertThat(launch(link, "doctor").output()).contains("arg=doctor");
        Path relative = Files.createSymbolicLink(folder.resolve("onset-relative"), Path.of("onset-absolute"));
        assertThat(launch(relative, "doctor").output()).contains("arg=doctor");
    }

    @Test
    void optionsThatOnlyNewerJavasKnow_areGivenToThoseAlone() throws Exception {
        String memory = "arg=--sun-misc-unsafe-memory-access=allow";
        assertThat(launch("doctor").output())
                .contains("arg=--enable-native-access=ALL-UNNAMED")
                .doesNotContain(memory);
        // its folder says which it is, through links; without, java itself is asked
        Path jdk = Files.createDirectories(folder.resolve("jdk-25/bin")).getParent();
        Files.move(bin.resolve("java"), jdk.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");
        assertThat(launch("doctor").output()).contains(memory);
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        assertThat(launch("doctor").output()).doesNotContain(memory);
    }

    @Test
    void classes_areWrittenByARunWhereThereAreNone_andUsedByEveryCommand_untilTheNextBuild() throws Exception {
        launch("doctor");
        Path classes = jar.toRealPath().resolveSibling("classes-17.0.1-5.jsa");
        String write = "arg=-Donset.classes=" + classes.resolveSibling("classes-17.0.1");
        String use = "arg=-XX:SharedArchiveFile=" + classes;
        assertThat(launch("run", "digits").output())
                .contains(write, "arg=-XX:+RecordDynamicDumpInfo")
                .doesNotContain(use);
        assertThat(launch("doctor").output()).doesNotContain("jsa", "DumpInfo", "onset.classes");
        Map<String, String> options = Map.of("ONSET_JAVA_OPTS", "-Xint");
        assertThat(launch(options, "run").output())
                .as("options that a first run may not mean for all")
                .doesNotContain("jsa", "onset.classes");
        Files.writeString(classes, "whole");
        for (Result result : List.of(launch("run"), launch("doctor"), launch(options, "run"))) {
            assertThat(result.output())
                    .contains(use, "arg=-XX:+VerifySharedSpaces")
                    .doesNotContain(write);
        }
        Files.writeString(classes, "cut");
        assertThat(launch("run").output())
                .as("half of one would end Java")
                .contains(write)
                .doesNotContain(use);
        assertThat(launch("doctor").output()).doesNotContain("jsa");
        Files.writeString(classes, "whole");
        Files.setLastModifiedTime(classes, FileTime.from(Instant.now().minusSeconds(3_600)));
        assertThat(launch("run").output()).contains(write).doesNotContain(use);
    }

    @Test
    void localeThatKnowsAsciiAlone_isReplaced_anyOtherStays() throws Exception {
        assertThat(launch("doctor").output()).contains("locale=C.UTF-8");
        script("locale", "echo ANSI_X3.4-1968");
        assertThat(launch(Map.of("LC_ALL", "de_DE.UTF-8"), "doctor").output())
                .as("named, but not installed")
                .contains("locale=C.UTF-8");
        script("locale", "echo UTF-8");
        assertThat(launch(Map.of("LC_ALL", "de_DE.UTF-8"), "doctor").output()).contains("locale=de_DE.UTF-8");
        script("locale", "echo ISO-8859-1");
        assertThat(launch(Map.of("LC_ALL", "de_DE"), "doctor").output()).contains("locale=de_DE\n");
        Files.delete(bin.resolve("locale"));
        assertThat(launch(Map.of("LC_ALL", "POSIX"), "doctor").output()).contains("locale=C.UTF-8");
        assertThat(launch(Map.of("LC_ALL", "en_US.UTF-8"), "doctor").output()).contains("locale=en_US.UTF-8");
    }

    @Test
    void coloursAreForTerminalsAlone() throws Exception {
        assertThat(launch("doctor").output()).contains("arg=-Donset.colours=false", "arg=-Donset.terminal=false");
    }

    @Test
    void missingTools_areNamed_withWhatToInstall() throws Exception {
        Files.delete(bin.resolve("mvn"));
        Result noMaven = launch("doctor");
        assertThat(noMaven.code()).isEqualTo(3);
        assertThat(noMaven.output()).contains("no Maven found").contains("apt-get install maven");
        Files.delete(bin.resolve("java"));
        Result noJava = launch("doctor");
        assertThat(noJava.code()).isEqualTo(3);
        assertThat(noJava.output()).contains("no Java found").contains("JDK 17");
        script("java", "echo 'openjdk version \"11.0.2\"' >&2");
        script("mvn", "exit 0");
        assertThat(launch("doctor").output()).contains("found Java 11");
    }

    @Test
    void unpackedArchive_needsNeitherMavenNorCompiler_andSearchesItsJarsInTheirOrder() throws Exception {
        Path unpacked = Files.createDirectories(folder.resolve("onset 1.0"));
        Files.createDirectories(unpacked.resolve("lib"));
        Path launcher = Files.createDirectories(unpacked.resolve("bin")).resolve("onset");
        Files.copy(Path.of("onset"), launcher, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(unpacked.resolve("lib/classpath.txt"), "lib/b-1.jar:lib/a-2.jar");
        Files.delete(bin.resolve("mvn"));
        Files.delete(bin.resolve("javac"));
        Result result = launch(launcher, "run", "digits-quick");
        assertThat(result.code()).isZero();
        String lib = unpacked.toRealPath().resolve("lib") + "/";
        assertThat(result.output())
                .contains("cp=" + lib + "onset-infra.jar:" + lib + "b-1.jar:" + lib + "a-2.jar", "arg=digits-quick")
                .contains("arg=-Donset.classes=" + lib + "classes-17.0.1")
                .doesNotContain("building");
        script("java", "echo 'openjdk version \"11.0.2\"' >&2");
        assertThat(launch(launcher, "doctor").output()).contains("found Java 11");
    }

    @Test
    void failedBuild_endsWith3_showsItsOutput_andIsTriedAgain() throws Exception {
        script("mvn", "echo 'COMPILATION ERROR'; exit 1");
        Result failed = launch("doctor");
        assertThat(failed.code()).isEqualTo(3);
        assertThat(failed.output())
                .contains("COMPILATION ERROR", "the build failed")
                .doesNotContain("arg=");
        script(
                "mvn",
                "mkdir -p infra/target; touch infra/target/onset-infra.jar; echo /x > infra/target/classpath.txt");
        assertThat(launch("doctor").code()).isZero();
    }
}
