package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that a run has loaded, written down for later starts. */
@Tag("unit")
final class ClassArchiveTest {
    @TempDir
    Path folder;

    record Result(int code, String output) {}

    /** A JVM with one jar, since Java archives classes of jars alone. */
    private Result java(String... options) throws IOException, InterruptedException {
        Path jar = folder.resolve("a.jar");
        if (!Files.exists(jar)) {
            try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(jar))) {
                for (Class<?> type : List.of(ClassArchive.class, Main.class)) {
                    String name = type.getName().replace('.', '/') + ".class";
                    out.putNextEntry(new java.util.zip.ZipEntry(name));
                    try (var in = type.getClassLoader().getResourceAsStream(name)) {
                        out.write(in.readAllBytes());
                    }
                }
            }
        }
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(options),
                        Stream.of("-Xlog:cds=off,cds+dynamic=off", "-cp", jar.toString(), Main.class.getName()))
                .flatMap(s -> s)
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Result(process.waitFor(), output);
    }

    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            System.out.println("done");
            ClassArchive.write();
            System.out.println("written");
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(f -> f.getFileName().toString())
                    .filter(f -> f.contains("classes"))
                    .toList();
        }
    }

    @Test
    void writtenWhole_silently_namedByItsLength_andUsedByTheNextStart_andWhatWasLeftBeforeIsRemoved() throws Exception {
        Path wanted = folder.resolve("my classes");
        Files.writeString(folder.resolve("my classes-12.jsa"), "an older one");
        Files.writeString(folder.resolve("my classes.999999999.temp"), "of a writer that was killed");
        Files.writeString(folder.resolve("my classes." + ProcessHandle.current().pid()), "of one that still writes");
        Result first = java("-XX:+RecordDynamicDumpInfo", "-Donset.classes=" + wanted);
        assertThat(first).isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(files())
                .hasSize(2)
                .contains("my classes." + ProcessHandle.current().pid());
        Path archive = folder.resolve(
                files().stream().filter(f -> f.endsWith(".jsa")).findFirst().orElseThrow());
        assertThat(archive.getFileName()).hasToString("my classes-" + Files.size(archive) + ".jsa");
        Result second = java("-XX:SharedArchiveFile=" + archive, "-XX:+VerifySharedSpaces", "-Xlog:class+load");
        assertThat(second.output().lines().filter(l -> l.contains(Main.class.getName())))
                .anyMatch(l -> l.contains("shared objects file (top)"));
    }

    @Test
    void aDamagedOne_isRefusedByJava_andTheStartGoesOnWithoutIt() throws Exception {
        Path wanted = folder.resolve("classes");
        java("-XX:+RecordDynamicDumpInfo", "-Donset.classes=" + wanted);
        Path archive = folder.resolve(files().get(0));
        byte[] bytes = Files.readAllBytes(archive);
        Random random = new Random(1);
        for (int i = 0; i < 4096; i++) {
            bytes[bytes.length / 2 + i] = (byte) random.nextInt();
        }
        Files.write(archive, bytes);
        Result damaged = java("-XX:SharedArchiveFile=" + archive, "-XX:+VerifySharedSpaces");
        assertThat(damaged).isEqualTo(new Result(0, "done\nwritten\n"));
    }

    @Test
    void withoutTheOption_orWhereNothingCanBeWritten_nothingHappens() throws Exception {
        assertThat(java("-Donset.classes=" + folder.resolve("classes"))).isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(java("-XX:+RecordDynamicDumpInfo", "-Donset.classes=" + folder.resolve("none/classes")))
                .isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(java()).isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(files()).isEmpty();
    }
}
