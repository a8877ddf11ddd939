package dev.onset.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

@Tag("property")
final class StudyFileProperties {
    private static final String DIGITS = StudyFile.bundledText("digits");

    /** Whatever a file holds, the outcome is a study or one coded line. */
    @Property(tries = 300)
    void damagedFile_givesAStudyOrOneLine(
            @ForAll @IntRange(max = 2_000) int at, @ForAll @StringLength(max = 6) String junk) {
        int cut = Math.min(at, DIGITS.length());
        String text =
                DIGITS.substring(0, cut) + junk + DIGITS.substring(Math.min(DIGITS.length(), cut + junk.length()));
        try {
            StudyFile.parse("s.yaml", text, Path.of(""), Overrides.none());
        } catch (OnsetException e) {
            assertThat(e.getMessage()).startsWith("s.yaml: ").doesNotContain("\n");
        }
    }

    @Property(tries = 100)
    void numbersSurviveWritingAndReading(
            @ForAll @DoubleRange(max = 1_000) double rate, @ForAll @IntRange(min = 20, max = 100_000) int resamples) {
        StudySpec spec = StudyFile.load(
                        "digits",
                        new Overrides(
                                List.of("training.learningRate=" + rate, "detector.resamples=" + resamples),
                                OptionalLong.empty()))
                .spec();
        assertThat(StudyFile.parse("s.yaml", StudyFile.write(spec), Path.of(""), Overrides.none())
                        .spec())
                .isEqualTo(spec);
    }
}
