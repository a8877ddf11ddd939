package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class OnnxLibraryTest {
    @TempDir
    Path temporary;

    /** Loads the library and ends as a kill would. */
    static final class Loading {
        static final int LOADED = 42;

        public static void main(String[] arguments) {
            OnnxLibrary.environment();
            Runtime.getRuntime().halt(LOADED);
        }
    }

    @Test
    void loadedLibrary_leavesNothingInTheTemporaryFolder() throws IOException, InterruptedException {
        // killed, as it were: halted without a word to anyone
        ProcessBuilder killed = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                Loading.class.getName());
        killed.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = killed.inheritIO().start();
        assertThat(process.waitFor()).isEqualTo(Loading.LOADED);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}
