package dev.onset.studyfile;

import static dev.onset.studyfile.StudyTexts.SHORT;
import static dev.onset.studyfile.StudyTexts.sets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.game.ObservationSpec;
import dev.onset.train.NetworkSpec;
import dev.onset.twophase.TwoPhase;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values given beside the file reach the study as if they stood in it, and are blamed on their option. */
@Tag("unit")
final class OverridesTest {
    @Test
    void overrides_takePaths_listEntries_andYamlValues() {
        StudySpec spec = StudyFile.load(
                        "digits",
                        new Overrides(
                                List.of(
                                        "network.layers.0.units=64",
                                        "training.learningRate=1e-2",
                                        "observation.players={kind: grid, rows: 2, columns: 4}",
                                        "controls=[]",
                                        "description=Off and on"),
                                OptionalLong.of(7)))
                .spec();
        TwoPhase study = (TwoPhase) spec.experiment();
        assertThat(((NetworkSpec.Dense) study.network().layers().get(0)).units())
                .isEqualTo(64);
        assertThat(study.training().learningRate()).isEqualTo(0.01);
        assertThat(study.observation().players()).isEqualTo(new ObservationSpec.Grid(2, 4));
        assertThat(study.controls()).isEmpty();
        assertThat(spec.seed()).isEqualTo(7);
        assertThat(spec.description()).isEqualTo("Off and on");
    }

    @Test
    void overrides_reachIntoDefaults() {
        StudySpec spec = StudyFile.parse("s.yaml", SHORT, Path.of(""), sets("network.layers.2.dropout=0.5"))
                .spec();
        List<NetworkSpec.Layer> layers =
                ((TwoPhase) spec.experiment()).network().layers();
        assertThat(((NetworkSpec.Dense) layers.get(2)).dropout()).isEqualTo(0.5);
        assertThat(((NetworkSpec.Dense) layers.get(1)).dropout()).isZero();
    }

    @Test
    void fewerSteps_shortenAScheduleWithoutEnd() {
        StudySpec spec = StudyFile.load("digits", sets("training.steps=500")).spec();
        assertThat(((TwoPhase) spec.experiment()).checkpoints().lastStep()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noequals",
                "=5",
                "a..b=5",
                "network.layers.9.units=5",
                "network.layers.x.units=5",
                "seed.x=5",
                "training.steps=",
                "training.steps=[",
                "training.steps=!!int 5"
            })
    void malformedSet_isRefused(String set) {
        assertThatThrownBy(() -> StudyFile.load("digits", sets(set)))
                .isInstanceOf(OnsetException.class)
                .hasMessageStartingWith("--set ")
                .extracting(e -> ((OnsetException) e).code())
                .isEqualTo(ErrorCode.STUDY_INVALID);
    }

    @Test
    void badOverride_isBlamedOnTheOption() {
        assertThatThrownBy(() -> StudyFile.load("digits", sets("training.learningRate=-1")))
                .hasMessage("--set: training.learningRate is -1.0; it must lie in 0.0..1000.0");
        assertThatThrownBy(() -> StudyFile.load("digits", sets("training.learningRat=1")))
                .hasMessage("--set: training.learningRat is not a key of a study; did you mean 'learningRate'?");
        assertThatThrownBy(() -> StudyFile.load("digits", new Overrides(List.of(), OptionalLong.of(-1))))
                .hasMessage("--seed: seed is -1; it must lie in 0..2147483647");
    }
}
