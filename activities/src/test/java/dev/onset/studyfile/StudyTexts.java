package dev.onset.studyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What tests of study files share: the shortest study, and ways to read or be refused. */
final class StudyTexts {
    static final String SHORT = "study: tiny\nkind: two-phase\ndata: {source: 'bundled:digits'}\n";

    private StudyTexts() {}

    static StudySpec parse(String text) {
        return StudyFile.parse("s.yaml", text, Path.of(""), Overrides.none()).spec();
    }

    static Overrides sets(String... sets) {
        return new Overrides(List.of(sets), OptionalLong.empty());
    }

    static OnsetException refusal(String text) {
        OnsetException e = catchThrowableOfType(OnsetException.class, () -> parse(text));
        assertThat(e).as(text).isNotNull();
        return e;
    }

    static void assertRefused(String text, String message) {
        OnsetException e = refusal(text);
        assertThat(e.code().category()).isEqualTo(ErrorCode.Category.INPUT);
        assertThat(e.getMessage()).contains(message).doesNotContain("\n").hasSizeLessThan(1_000);
    }
}
