package dev.onset.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class RevisionTest {
    private static final StudySpec DIGITS =
            StudyFile.load("digits", Overrides.none()).spec();

    private static TwoPhase experiment(StudySpec spec) {
        return (TwoPhase) spec.experiment();
    }

    @ParameterizedTest
    @ValueSource(longs = {3_001, 3_100, 6_000, 1_000_000})
    void everyScheduledStepStays_andNewOnesGoOnToTheNewEnd(long steps) {
        TwoPhase longer = experiment(Revision.longer(DIGITS, steps));
        List<Long> before = experiment(DIGITS).checkpoints().steps();
        List<Long> after = longer.checkpoints().steps();
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(after).isSorted().doesNotHaveDuplicates().endsWith(steps).hasSizeLessThan(before.size() + 40);
        assertThat(longer.training().steps()).isEqualTo(steps);
    }

    @Test
    void nothingElseOfTheStudyChanges() {
        StudySpec longer = Revision.longer(DIGITS, 9_000);
        TwoPhase was = experiment(DIGITS);
        assertThat(longer.study()).isEqualTo(DIGITS.study());
        assertThat(longer.seed()).isEqualTo(DIGITS.seed());
        assertThat(experiment(longer))
                .isEqualTo(new TwoPhase(
                        was.trainer(),
                        was.data(),
                        was.network(),
                        was.training().withSteps(9_000),
                        experiment(longer).checkpoints(),
                        was.observation(),
                        was.detector(),
                        was.live(),
                        was.controls(),
                        was.evaluator()));
    }

    @Test
    void aShorterStudy_isThePrefixOfTheLongOne() {
        List<Long> all = experiment(DIGITS).checkpoints().steps();
        TwoPhase shorter = experiment(Revision.shorter(DIGITS, all.get(10)));
        assertThat(shorter.checkpoints().steps()).isEqualTo(all.subList(0, 11));
        assertThat(shorter.training().steps()).isEqualTo(all.get(10));
        assertThatThrownBy(() -> Revision.shorter(DIGITS, all.get(10) + 1)).isInstanceOf(OnsetException.class);
        assertThatThrownBy(() -> Revision.shorter(DIGITS, 3_000)).isInstanceOf(OnsetException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2_999, 3_000})
    void fewerStepsOrAsMany_areRefused(long steps) {
        assertThatThrownBy(() -> Revision.longer(DIGITS, steps))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining("3000")
                .hasMessageContaining(Long.toString(steps));
    }
}
