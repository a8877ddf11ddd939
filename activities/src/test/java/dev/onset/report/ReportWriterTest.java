package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class ReportWriterTest {
    private static final FigureReport OLD = ReportFixture.report();
    private static final FigureReport NEW =
            FigureReport.of("done", "it is done", "", List.of(), List.of(), List.of(), List.of());

    @TempDir
    Path folder;

    /** The sample to look at: target/report-sample/index.html. */
    @Test
    void writtenFolder_holdsExactlyWhatWasRendered() throws IOException {
        Path sample = Path.of("target", "report-sample");
        ReportFolder.write(ReportWriter.render(OLD), sample);

        assertThat(files(sample))
                .containsExactlyElementsOf(ReportWriter.render(OLD).keySet());
        assertThat(sample.resolve("index.html"))
                .hasBinaryContent(ReportWriter.render(OLD).get("index.html"));
    }

    @Test
    void newReport_replacesTheOldOneWhole() throws IOException {
        Path target = folder.resolve("r");
        ReportFolder.write(ReportWriter.render(OLD), target);
        assertThat(target.resolve("csv/training.csv")).exists();
        ReportFolder.write(ReportWriter.render(NEW), target);
        assertThat(files(target))
                .containsExactlyElementsOf(ReportWriter.render(NEW).keySet());
        assertThat(folder.toFile().list()).containsExactly("r");
    }

    @Test
    void killedBetweenTheTwoRenames_theNextWriteLeavesNothingBehind() throws IOException {
        Path target = folder.resolve("r");
        ReportFolder.write(ReportWriter.render(OLD), target);
        Files.move(target, folder.resolve(".r.old"));
        Files.createDirectories(folder.resolve(".r.new/csv"));
        Files.writeString(folder.resolve(".r.new/csv/half.csv"), "a,");
        ReportFolder.write(ReportWriter.render(NEW), target);
        assertThat(files(target))
                .containsExactlyElementsOf(ReportWriter.render(NEW).keySet());
        assertThat(folder.toFile().list()).containsExactly("r");
    }

    @Test
    void folderWithOtherFiles_isRefusedBeforeAnythingIsTouched() throws IOException {
        for (String name : List.of("thesis.tex", "csv/measured.xlsx", ".bashrc")) {
            Path target = Files.createDirectories(folder.resolve("home-" + name.hashCode()));
            Path mine = target.resolve(name);
            Files.createDirectories(mine.getParent());
            Files.writeString(mine, "years of work");
            assertThatThrownBy(() -> ReportFolder.write(ReportWriter.render(NEW), target))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                    .hasMessageContaining(mine.getFileName().toString())
                    .hasMessageContaining("give another folder");
            assertThat(mine).hasContent("years of work");
            assertThat(files(target)).hasSize(1);
        }
    }

    @Test
    void emptyFolder_missingFolderAndOlderReport_areAccepted() throws IOException {
        ReportFolder.check(folder);
        ReportFolder.check(folder.resolve("a/b"));
        ReportFolder.write(ReportWriter.render(OLD), folder.resolve("a/b"));
        ReportFolder.check(folder.resolve("a/b"));
        assertThat(folder.resolve("a/b/outcome.json")).exists();
    }

    @Test
    void fileOrRoot_isNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "x");
        assertThatThrownBy(() -> ReportFolder.write(ReportWriter.render(NEW), file))
                .isInstanceOf(OnsetException.class);
        assertThatThrownBy(() -> ReportFolder.check(Path.of("/"))).isInstanceOf(OnsetException.class);
        assertThat(file).hasContent("x");
    }

    @Test
    void unwritableParent_isAnErrorThatSaysWhatStays() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "x");
        assertThatThrownBy(() -> ReportFolder.write(ReportWriter.render(NEW), file.resolve("r")))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("older report stays");
    }

    private static List<String> files(Path target) throws IOException {
        try (Stream<Path> walk = Files.walk(target)) {
            return walk.filter(Files::isRegularFile)
                    .map(p -> target.relativize(p).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
