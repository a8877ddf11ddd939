package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The report's own words are those of figures and checks, not of anything that is drawn with it. */
@Tag("unit")
final class ReportVocabularyTest {
    private static final Pattern OF_A_KIND =
            Pattern.compile("(?i)two-?phase|centroid|grokking|interaction|coalition|theor|salien|spindle");

    private static List<String> naming(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file ->
                            lines(file).filter(line -> OF_A_KIND.matcher(line).find()))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    @Test
    void noSourceStyleOrScriptOfTheReport_speaksOfAKind() throws IOException {
        assertThat(naming(Path.of("src/main/java/dev/onset/report"))).isEmpty();
        assertThat(naming(Path.of("src/main/resources/dev/onset/report"))).isEmpty();
    }

    @Test
    void negativeControl_aKindsOwnSourcesWouldBeSeen() throws IOException {
        assertThat(naming(Path.of("src/main/java/dev/onset/twophase/report"))).hasSizeGreaterThan(100);
    }
}
