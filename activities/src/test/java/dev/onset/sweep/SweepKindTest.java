package dev.onset.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Sources;
import dev.onset.store.CanonicalJson;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import dev.onset.trainer.TrainerSpec;
import dev.onset.twophase.TwoPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What its files tell of a study is completed at each point of a grid, and kept once for those that share it. */
@Tag("unit")
final class SweepKindTest {
    private static final int CHECKPOINTS = 50;
    private static final String STUDY = """
            study: tiny
            kind: two-phase
            data: { source: 'bundled:digits' }
            trainer: { kind: import, checkpoints: %s }
            evaluator: { kind: process, command: [python3, evaluate.py], files: [evaluate.py] }
            grid: { product: { %s } }
            """;

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void checkpoints() throws IOException {
        for (String name : List.of("mine", "theirs")) {
            Files.createDirectory(folder.resolve(name));
            for (int step = 1; step <= CHECKPOINTS; step++) {
                Files.writeString(folder.resolve(name).resolve("step_" + step + ".pt2"), name + step);
            }
        }
    }

    /** The files beneath a folder. */
    private record Beneath(Path folder) implements Sources {
        @Override
        public List<String> list(String name) throws IOException {
            Path asked = folder.resolve(name);
            if (!Files.isDirectory(asked)) {
                throw new OnsetException(ErrorCode.DATA_INVALID, "folder " + name + " does not exist");
            }
            try (Stream<Path> all = Files.list(asked)) {
                return all.map(file -> asked.relativize(file).toString())
                        .sorted()
                        .toList();
            }
        }

        @Override
        public Path file(String role, String source) {
            return folder.resolve(source);
        }

        @Override
        public void note(String line) {
            throw new IllegalStateException(line);
        }
    }

    private StudySpec resolved(String checkpoints, String product) throws IOException {
        StudySpec written = StudyFile.parse(
                        "s.yaml", String.format(STUDY, checkpoints, product), folder, Overrides.none())
                .spec();
        return new SweepKind().resolved(written, new Beneath(folder));
    }

    private static TrainerSpec.Import trainer(StudySpec point) {
        return (TrainerSpec.Import) ((TwoPhase) point.experiment()).trainer();
    }

    @Test
    void pointsThatShareCheckpoints_doNotRepeatThem() throws IOException {
        StudySpec two = resolved("mine", "detector.resamples: [500, 600]");
        StudySpec many = resolved(
                "mine",
                "detector.resamples: " + IntStream.range(500, 600).boxed().toList());
        for (int p = 0; p < 2; p++) {
            assertThat(trainer(Expanded.of(two).spec(p)).schedule()).hasSize(CHECKPOINTS);
        }
        int lists = CanonicalJson.bytes(trainer(Expanded.of(two).spec(0))).length;
        int more = CanonicalJson.bytes(many).length - CanonicalJson.bytes(two).length;
        assertThat(more).as("98 points more").isLessThan(2 * lists);
        assertThat(((Sweep) many.experiment()).points())
                .allSatisfy(point -> assertThat(point.changes().has("trainer")).isFalse());
    }

    @Test
    void pointsWithCheckpointsOfTheirOwn_haveThem_alsoWhereTheStudyAsItStandsHasNone() throws IOException {
        for (String base : List.of("mine", "nowhere")) {
            Expanded grid = Expanded.of(resolved(base, "trainer.checkpoints: [mine, theirs]"));
            for (int p = 0; p < 2; p++) {
                String own = List.of("mine", "theirs").get(p);
                assertThat(trainer(grid.spec(p)).found())
                        .hasSize(CHECKPOINTS)
                        .allSatisfy(checkpoint -> assertThat(checkpoint.model()).startsWith(own + "/"));
            }
        }
    }
}
