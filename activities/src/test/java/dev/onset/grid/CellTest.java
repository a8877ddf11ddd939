package dev.onset.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.grokking.cubic.CubicKind;
import dev.onset.grokking.modular.ModularKind;
import dev.onset.meanfield.MeanFieldKind;
import dev.onset.springblock.SpringBlockKind;
import dev.onset.store.CanonicalJson;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cell's checkpoints hold its whole state, and its names and identity what tells it from others. */
@Tag("unit")
class CellTest {
    private static final List<String> SMALL_CUBIC = List.of(
            "problem.samples=30",
            "problem.width=8",
            "problem.dimension=6",
            "training.burnIn=10",
            "training.thin=5",
            "training.steps=40",
            "training.testPoints=12",
            "checkpoints.explicit=[20,40]");
    private static final List<String> SMALL_MODULAR = List.of(
            "problem.prime=5", "problem.width=6", "training.steps=40", "checkpoints.explicit=[40]", "grid.seed=[0,1]");

    private static final CellInputs INPUTS =
            data -> Split.of(DatasetReader.readBundled(data.source(), data), data, data.split());

    @TempDir
    Path folder;

    private static List<? extends Cell> cubic(long seed) {
        return cells(
                new CubicKind(),
                StudyFile.load("grokking-cubic", new Overrides(SMALL_CUBIC, OptionalLong.of(seed)))
                        .spec());
    }

    private static List<? extends Cell> modular(long seed) {
        return cells(
                new ModularKind(),
                StudyFile.load("grokking-modular", new Overrides(SMALL_MODULAR, OptionalLong.of(seed)))
                        .spec());
    }

    private static Cell meanField() {
        return cells(
                        new MeanFieldKind(),
                        StudyFile.load("mean-field-quick", new Overrides(List.of(), OptionalLong.of(0)))
                                .spec())
                .get(2);
    }

    private static Cell springBlock() {
        List<String> small = List.of("data.train=40", "data.test=20", "network.width=5", "training.batch=16");
        return cells(
                        new SpringBlockKind(),
                        StudyFile.load("spring-block-quick", new Overrides(small, OptionalLong.of(0)))
                                .spec())
                .get(1);
    }

    private static List<? extends Cell> cells(GridKind<?> kind, StudySpec spec) {
        return kind.cells(spec);
    }

    static Stream<Cell> cells() {
        return Stream.of(
                cubic(0).get(0), cubic(0).get(cubic(0).size() - 1), modular(0).get(0), meanField(), springBlock());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void takenUpFromFilesInTheMiddle_endsWithTheBytesOfTheUninterruptedTraining(Cell cell) throws IOException {
        VectorTraining whole = cell.open(INPUTS);
        whole.advance(40, step -> {});
        VectorTraining first = cell.open(INPUTS);
        first.advance(17, step -> {});
        new StateTraining("kind", first).write(folder);

        StateTraining second = new StateTraining("kind", cell.open(INPUTS));
        second.restore(folder);
        assertThat(second.step()).isEqualTo(17);
        second.advance(40, step -> {});

        Path resumed = Files.createDirectory(folder.resolve("resumed"));
        Path uninterrupted = Files.createDirectory(folder.resolve("uninterrupted"));
        second.write(resumed);
        new StateTraining("kind", whole).write(uninterrupted);
        for (String part : List.of(StateFiles.STATE, StateFiles.HEADER)) {
            assertThat(resumed.resolve(part)).hasSameBinaryContentAs(uninterrupted.resolve(part));
        }
        assertThat(whole.state()).as("the length that a plan names").hasSize((int) cell.stateLength());
        VectorTraining looked = cell.open(INPUTS);
        looked.restore(40, whole.state());
        assertThat(CanonicalJson.bytes(looked.observe())).isEqualTo(CanonicalJson.bytes(whole.observe()));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void negativeControl_aStateOfAnotherStepEndsWithOtherBits(Cell cell) throws IOException {
        VectorTraining whole = cell.open(INPUTS);
        whole.advance(40, step -> {});
        VectorTraining late = cell.open(INPUTS);
        late.advance(17, step -> {});
        double[] state = late.state();
        VectorTraining wrong = cell.open(INPUTS);
        wrong.restore(18, state);
        wrong.advance(40, step -> {});
        assertThat(wrong.state()).isNotEqualTo(whole.state());
    }

    @Test
    void aFlippedByteOrAnotherKindIsRefused() throws IOException {
        StateFiles.write(folder, "kind", 3, new double[] {1, 2, 3});
        assertThat(StateFiles.read(folder, "kind").values()).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> StateFiles.read(folder, "other"))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("kind other");
        byte[] bytes = Files.readAllBytes(folder.resolve(StateFiles.STATE));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve(StateFiles.STATE), bytes);
        assertThatThrownBy(() -> StateFiles.read(folder, "kind"))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("digest");
    }

    @Test
    void theStudysSeedMovesTheWholeGrid_andAGridThatGrowsKeepsTheCellsItHad() {
        assertThat(cubic(7)).extracting(Cell::name).contains("noise-0p05-seed-10", "aligned-noise-0p1-seed-7");
        assertThat(cubic(0).get(1).identity()).isEqualTo(cubic(1).get(0).identity());
        assertThat(cubic(0).get(0).identity()).isNotEqualTo(cubic(1).get(0).identity());
        assertThat(modular(0)).extracting(Cell::name).doesNotHaveDuplicates().contains("seed-0", "no-decay");
        assertThat(cubic(0)).extracting(Cell::identity).doesNotHaveDuplicates();
    }

    /** Controls are runs too. */
    @Test
    void aGridOfMoreThanAThousandRunsIsRefused() {
        assertThat(modularWithSeeds(998)).hasSize(1000);
        assertThatThrownBy(() -> modularWithSeeds(999))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("has 1001 runs");
    }

    private static List<? extends Cell> modularWithSeeds(int seeds) {
        String list = IntStream.range(0, seeds).boxed().toList().toString();
        return cells(
                new ModularKind(),
                StudyFile.load(
                                "grokking-modular",
                                new Overrides(List.of("grid.seed=" + list, "grid.fractions=[]"), OptionalLong.empty()))
                        .spec());
    }
}
