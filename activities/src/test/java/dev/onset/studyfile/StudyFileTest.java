package dev.onset.studyfile;

import static dev.onset.studyfile.StudyTexts.SHORT;
import static dev.onset.studyfile.StudyTexts.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudySpec;
import dev.onset.game.ObservationSpec;
import dev.onset.phases.DetectorSpec;
import dev.onset.train.NetworkSpec;
import dev.onset.twophase.TwoPhase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What study files mean: the bundled ones, a short one, and one that is written and read back. */
@Tag("unit")
final class StudyFileTest {
    @Test
    void threeLines_areAStudy_withTheReferenceSettings() {
        StudySpec tiny = parse(SHORT);
        StudySpec digits = StudyFile.load("digits", Overrides.none()).spec();
        assertThat(tiny.experiment()).isEqualTo(digits.experiment());
        assertThat(tiny.study()).isEqualTo("tiny");
    }

    @Test
    void digits_isTheReferenceConfiguration() {
        StudySpec spec = StudyFile.load("digits", Overrides.none()).spec();
        TwoPhase study = (TwoPhase) spec.experiment();
        assertThat(study.data().shape()).containsExactly(1, 8, 8);
        assertThat(study.data().scale()).isEqualTo(16.0);
        assertThat(study.network().layers())
                .hasSize(3)
                .containsOnly(new NetworkSpec.Dense(128, NetworkSpec.Activation.RELU, 0.0));
        assertThat(study.checkpoints().steps()).hasSize(23).startsWith(0L, 10L).endsWith(3_000L);
        assertThat(study.observation().players()).isEqualTo(new ObservationSpec.InkBlocks(2, 2, 10));
        assertThat(study.observation().samples()).isEqualTo(48);
        assertThat(study.observation().shards()).isEqualTo(4);
        assertThat(study.detector()).isEqualTo(DetectorSpec.reference());
        assertThat(study.controls()).containsExactly(TwoPhase.Control.LINEAR);
    }

    @Test
    void bundledStudies_allParse_andOnlyQuickOnesAreNoEvidence() {
        for (String name : StudyFile.bundled()) {
            StudySpec spec = StudyFile.load(name, Overrides.none()).spec();
            assertThat(spec.study()).isEqualTo(name);
            assertThat(spec.evidence()).isEqualTo(!name.endsWith("-quick"));
        }
        StudySpec linear = StudyFile.load("digits-linear", Overrides.none()).spec();
        assertThat(((TwoPhase) linear.experiment()).network().layers()).isEmpty();
        assertThat(((TwoPhase) linear.experiment()).controls()).isEmpty();
    }

    @Test
    void written_isReadBackEqual_andWrittenTheSame() {
        for (String name : StudyFile.bundled()) {
            StudySpec spec = StudyFile.load(name, Overrides.none()).spec();
            String text = StudyFile.write(spec);
            assertThat(parse(text)).isEqualTo(spec);
            assertThat(StudyFile.write(parse(text))).isEqualTo(text);
        }
    }
}
