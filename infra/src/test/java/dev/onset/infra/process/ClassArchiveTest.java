package dev.onset.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                    .filter(f -> f.contains("jsa"))
                    .toList();
        }
    }

    @Test
    void writtenWhole_silently_andUsedByTheNextStart() throws Exception {
        Path archive = folder.resolve("my classes.jsa");
        Result first = java("-XX:+RecordDynamicDumpInfo", "-Donset.classes=" + archive);
        assertThat(first).isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(files()).containsExactly("my classes.jsa");
        Result second = java("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load");
        assertThat(second.output().lines().filter(l -> l.contains(Main.class.getName())))
                .anyMatch(l -> l.contains("shared objects file (top)"));
    }

    @Test
    void withoutTheOption_orWhereNothingCanBeWritten_nothingHappens() throws Exception {
        assertThat(java("-Donset.classes=" + folder.resolve("a.jsa"))).isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(java("-XX:+RecordDynamicDumpInfo", "-Donset.classes=" + folder.resolve("none/a.jsa")))
                .isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(java()).isEqualTo(new Result(0, "done\nwritten\n"));
        assertThat(files()).isEmpty();
    }
}
