package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
@DisabledOnOs(OS.WINDOWS)
final class OutputFileTest {
    @TempDir
    Path folder;

    private static void write(Path file, String text) {
        OutputFile.at(file).write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void file_isReplacedAsAWhole_withItsPermissions_andNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("o.json"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(names(folder)).containsExactly("o.json");
    }

    @Test
    void writeThatFails_leavesTheOldFileAndNoOther() throws IOException {
        Path file = Files.writeString(folder.resolve("o.json"), "old");
        assertThatThrownBy(() -> OutputFile.at(file).write(out -> {
                    out.write(1);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL))
                .hasMessageContaining("an older file there is as it was");
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("o.json");
    }

    @Test
    void link_stays_andWhereItLeadsIsWritten() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("t.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), Path.of("real/t.json"));
        Path toLink = Files.createSymbolicLink(folder.resolve("again.json"), link.getFileName());
        write(toLink, "new");
        assertThat(link).isSymbolicLink();
        assertThat(toLink).isSymbolicLink();
        assertThat(real.resolve("t.json")).hasContent("new");
        assertThat(OutputFile.at(link).beside(".values")).contains(real.resolve(".t.json.values"));
        // one that leads to a file that is not there yet makes it
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.json"), Path.of("real/fresh.json"));
        write(dangling, "new");
        assertThat(dangling).isSymbolicLink();
        assertThat(real.resolve("fresh.json")).hasContent("new");
    }

    @Test
    void pipe_isWrittenTo_andStaysAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        assertThat(OutputFile.at(pipe).isStream()).isTrue();
        assertThat(OutputFile.at(pipe).beside(".values")).isEmpty();
        write(pipe, "new");
        assertThat(reader.getInputStream().readAllBytes()).asString().isEqualTo("new");
        assertThat(names(folder)).containsExactly("pipe");
    }

    @Test
    void device_isWrittenTo_andAFullOneSaysSo() {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        write(Path.of("/dev/null"), "new");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThatThrownBy(() -> write(Path.of("/dev/full"), "new"))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
    }

    @Test
    void whatCannotBeWritten_isRefusedWithoutATouch() throws IOException {
        assertRefused(folder.resolve("none/o.json"), "does not exist: " + folder.resolve("none"));
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(file.resolve("o.json"), "does not exist");
        assertRefused(folder, "nothing that can be written to");
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertRefused(circle, "circle of links");
        assertThat(names(folder)).containsExactly("circle", "file");
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> OutputFile.at(file))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining(why);
    }
}
