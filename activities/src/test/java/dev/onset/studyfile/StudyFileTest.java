package dev.onset.studyfile;

import static dev.onset.studyfile.StudyTexts.SHORT;
import static dev.onset.studyfile.StudyTexts.parse;
import static dev.onset.studyfile.StudyTexts.sets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.StudySpec;
import dev.onset.game.CloserSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.kind.Kind;
import dev.onset.kind.Kinds;
import dev.onset.kind.StudyDocument;
import dev.onset.phases.DetectorSpec;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Fingerprint;
import dev.onset.sweep.Sweep;
import dev.onset.train.NetworkSpec;
import dev.onset.twophase.TwoPhase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            if (spec.experiment() instanceof Sweep) {
                continue; // its file is what was written
            }
            String text = StudyFile.write(spec);
            assertThat(parse(text)).isEqualTo(spec);
            assertThat(StudyFile.write(parse(text))).isEqualTo(text);
        }
    }

    @Test
    void aStudyThatAsksForNoSpectrum_isStoredAsBeforeThereWasOne() throws Exception {
        StudySpec spec = StudyFile.load("digits", Overrides.none()).spec();
        assertThat(new String(CanonicalJson.bytes(spec), StandardCharsets.UTF_8))
                .doesNotContain("spectrum");
        assertThat(CanonicalJson.parse(
                        CanonicalJson.bytes(spec),
                        StudySpec.class,
                        Kinds.installed().types()))
                .isEqualTo(spec);
        StudySpec beside = StudyFile.load("digits", sets("observation.spectrum.use=beside"))
                .spec();
        assertThat(new String(CanonicalJson.bytes(beside), StandardCharsets.UTF_8))
                .contains("spectrum");
        assertThat(parse(StudyFile.write(beside))).isEqualTo(beside);
    }

    @Test
    void aSpectrumWithoutACloserLook_isStoredAsBeforeThereWasOne() throws Exception {
        StudySpec spec = StudyFile.load("digits-pixels", Overrides.none()).spec();
        StudySpec off = StudyFile.load("digits-pixels", sets("observation.spectrum.closer={zoom: 5, passes: 700}"))
                .spec();
        StudySpec asked = StudyFile.load("digits-pixels", sets("observation.spectrum.closer.samples=3"))
                .spec();
        assertThat(new String(CanonicalJson.bytes(spec), StandardCharsets.UTF_8))
                .contains("spectrum")
                .doesNotContain("closer");
        assertThat(CanonicalJson.bytes(off)).isEqualTo(CanonicalJson.bytes(spec));
        ObservationSpec observation = ((TwoPhase) asked.experiment()).observation();
        assertThat(observation.spectrum().closer()).isEqualTo(new CloserSpec(3, 10, 0, 0));
        assertThat(IntStream.range(0, 4).map(observation::inTurns)).containsExactly(0, 24, 1, 25);
        assertThat(new String(CanonicalJson.bytes(asked), StandardCharsets.UTF_8))
                .as("at the last checkpoint alone")
                .doesNotContain("earlier");
        StudySpec path = StudyFile.load(
                        "digits-pixels", sets("observation.spectrum.closer={samples: 3, passes: 600, earlier: 2}"))
                .spec();
        for (StudySpec one : List.of(spec, asked, path)) {
            assertThat(parse(StudyFile.write(one))).isEqualTo(one);
            assertThat(CanonicalJson.parse(
                            CanonicalJson.bytes(one),
                            StudySpec.class,
                            Kinds.installed().types()))
                    .isEqualTo(one);
        }
    }

    @Test
    void aTrainingOnExamplesAsTheyAre_isStoredAndNamedAsBeforeThereWasAugmentation() throws Exception {
        StudySpec spec = StudyFile.load("digits", Overrides.none()).spec();
        StudySpec off =
                StudyFile.load("digits", sets("training.augmentation.shift=0")).spec();
        StudySpec moved =
                StudyFile.load("digits", sets("training.augmentation.shift=1")).spec();
        assertThat(new String(CanonicalJson.bytes(off), StandardCharsets.UTF_8)).doesNotContain("augmentation");
        assertThat(CanonicalJson.bytes(off)).isEqualTo(CanonicalJson.bytes(spec));
        assertThat(trajectory(off)).isEqualTo(trajectory(spec));
        assertThat(trajectory(spec).document()).doesNotContain("augmentation");
        assertThat(trajectory(moved)).isNotEqualTo(trajectory(spec));
        assertThat(parse(StudyFile.write(moved))).isEqualTo(moved);
        for (StudySpec one : List.of(spec, moved)) {
            assertThat(CanonicalJson.parse(
                            CanonicalJson.bytes(one),
                            StudySpec.class,
                            Kinds.installed().types()))
                    .isEqualTo(one);
        }
        assertThat(((TwoPhase) moved.experiment())
                        .training()
                        .withSteps(9)
                        .augmentation()
                        .shift())
                .as("a longer training goes on as it began")
                .isEqualTo(1);
    }

    private static Fingerprint trajectory(StudySpec spec) {
        Kind kind = Kinds.installed().of(spec);
        return kind.trainer(new StudyDocument(spec, Map.of()))
                .trajectory(kind.points(spec).get(0), "any");
    }

    @Test
    void theSpectrumAlone_takesAnyNumberOfPlayers() {
        for (String players : List.of("{kind: all-features}", "{kind: grid, rows: 8, columns: 8}")) {
            StudySpec spec = parse(SHORT + "observation: {players: " + players + ", spectrum: {use: alone}}\n");
            assertThat(((TwoPhase) spec.experiment()).observation().spectrum().alone())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "digits, two-phase",
        "grokking-cubic, grokking-cubic",
        "grokking-modular, grokking-modular",
        "mean-field, mean-field",
        "spring-block, spring-block"
    })
    void commitSeconds_isByCostUnlessGiven_andWrittenOut_whateverTheKind(String bundled, String kind) throws Exception {
        StudySpec spec = StudyFile.load(bundled, Overrides.none()).spec();
        assertThat(commitSeconds(spec)).isZero();
        String written = StudyFile.write(spec).replaceAll("  commitSeconds: .*\n", "");
        assertThat(commitSeconds(parse(written))).as("a file without the key").isZero();
        StudySpec three =
                StudyFile.load(bundled, sets("training.commitSeconds=3")).spec();
        assertThat(commitSeconds(three)).isEqualTo(3);
        assertThat(StudyFile.write(three)).contains("commitSeconds: 3\n");
        assertThat(parse(StudyFile.write(three))).isEqualTo(three);
        assertThatThrownBy(() -> StudyFile.load(bundled, sets("training.commitSeconds=-1")))
                .hasMessageContaining("training.commitSeconds is -1; it must lie in 0..604800");
        assertThat(new String(CanonicalJson.bytes(spec), StandardCharsets.UTF_8))
                .as("stored as before there was such a key")
                .doesNotContain("commitSeconds");
        assertThat(CanonicalJson.parse(
                        CanonicalJson.bytes(spec),
                        StudySpec.class,
                        Kinds.installed().types()))
                .isEqualTo(spec);
        assertThat(kind).isEqualTo(spec.experiment().kind());
    }

    private static int commitSeconds(StudySpec spec) {
        return Kinds.installed()
                .of(spec)
                .trainer(new StudyDocument(spec, Map.of()))
                .commitSeconds();
    }
}
