package dev.onset.studyfile;

import static dev.onset.studyfile.StudyTexts.SHORT;
import static dev.onset.studyfile.StudyTexts.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Factor;
import dev.onset.kind.Kinds;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StudyDocument;
import dev.onset.store.CanonicalJson;
import dev.onset.sweep.Sweep;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code grid:} in a study file means, and what of it is refused. */
@Tag("unit")
final class GridFileTest {
    private static final String HEAD = SHORT + "grid:\n";

    @Test
    void aProduct_isEveryCombination_inTheOrderOfTheFile() {
        StudySpec spec = parse(HEAD + "  product: { seed: [0, 1], training.learningRate: [0.02, 0.05, 0.1] }\n");
        assertThat(names(spec))
                .containsExactly(
                        "seed-0--learning-rate-0p02",
                        "seed-0--learning-rate-0p05",
                        "seed-0--learning-rate-0p1",
                        "seed-1--learning-rate-0p02",
                        "seed-1--learning-rate-0p05",
                        "seed-1--learning-rate-0p1");
        Sweep sweep = (Sweep) spec.experiment();
        assertThat(sweep.points().get(5).seed()).isEqualTo(1);
        assertThat(sweep.points().get(5).changes().toString()).isEqualTo("{\"training\":{\"learningRate\":0.1}}");
        assertThat(sweep.points().get(1).changes().isEmpty())
                .as("0.05 is how the study stands")
                .isTrue();
    }

    @Test
    void zippedValues_goTogether_andEachVariesOneAtATimeAroundTheStudy() {
        StudySpec spec = parse(HEAD
                + "  zip:\n    - { data.train: [100, 200], training.batch: [10, 20] }\n"
                + "  each: { network.init: [he], width: { 32: { network.layers: [{ type: dense, units: 32 }] } } }\n");
        assertThat(names(spec))
                .containsExactly(
                        "train-100--batch-10",
                        "train-100--batch-10--init-he",
                        "train-100--batch-10--width-32",
                        "train-200--batch-20",
                        "train-200--batch-20--init-he",
                        "train-200--batch-20--width-32");
        assertThat(((Sweep) spec.experiment()).factors())
                .containsExactly(
                        new Factor("data.train", "100"),
                        new Factor("training.batch", "10"),
                        new Factor("network.init", Factor.AS_IT_STANDS),
                        new Factor("width", Factor.AS_IT_STANDS));
    }

    @Test
    void excludedPoints_areLeftOut() {
        StudySpec spec = parse(HEAD
                + "  product: { seed: [0, 1], network.init: [he, xavier] }\n"
                + "  exclude: [{ seed: 1, network.init: he }]\n");
        assertThat(names(spec)).containsExactly("seed-0--init-he", "seed-0--init-xavier", "seed-1--init-xavier");
    }

    /** A rule without an end runs to the last step, also where the grid changes that. */
    @Test
    void aPointIsTheStudyThatItsSettingsWouldBeAlone() {
        StudySpec swept = parse(HEAD + "  product: { training.steps: [500, 900], seed: [3] }\n");
        StudySpec alone = StudyFile.parse(
                        "s.yaml",
                        SHORT,
                        java.nio.file.Path.of(""),
                        new Overrides(List.of("training.steps=900"), java.util.OptionalLong.of(3)))
                .spec();
        RunPoint point = Kinds.installed().of(swept).points(swept).stream()
                .filter(run -> run.name().equals("steps-900--seed-3"))
                .findFirst()
                .orElseThrow();
        RunPoint own = Kinds.installed().of(alone).points(alone).get(0);
        assertThat(point.schedule()).isEqualTo(own.schedule());
        assertThat(Kinds.installed()
                        .of(swept)
                        .trainer(new StudyDocument(swept, Map.of()))
                        .trajectory(point, "here"))
                .as("so that whatever trained it before is reused")
                .isEqualTo(Kinds.installed()
                        .of(alone)
                        .trainer(new StudyDocument(alone, Map.of()))
                        .trajectory(own, "here"));
    }

    @Test
    void controlsAreRunsBesideTheirPoint() {
        StudySpec spec = parse(HEAD + "  product: { seed: [0, 1] }\n");
        assertThat(Kinds.installed().of(spec).points(spec))
                .extracting(RunPoint::name)
                .containsExactly("seed-0", "seed-0--linear", "seed-1", "seed-1--linear");
    }

    @Test
    void aKindWithASectionOfThatName_keepsIt() {
        StudySpec spec = StudyFile.load(
                        "grokking-modular-quick",
                        new Overrides(
                                List.of("grid.product={problem.prime: [7, 11]}", "grid.seed=[0, 1]"),
                                java.util.OptionalLong.empty()))
                .spec();
        assertThat(Kinds.installed().of(spec).points(spec))
                .as("two seeds and a run without decay, twice")
                .hasSize(6);
        assertThat(names(spec)).containsExactly("prime-7", "prime-11");
    }

    @Test
    void storedAndReadBack_itIsTheSameStudy() throws IOException {
        StudySpec spec = parse(HEAD + "  product: { seed: [0, 1], network.init: [he, xavier] }\n");
        byte[] json = CanonicalJson.bytes(spec);
        StudySpec read =
                CanonicalJson.parse(json, StudySpec.class, Kinds.installed().types());
        assertThat(CanonicalJson.bytes(read)).isEqualTo(json);
        assertThat(Kinds.installed().of(read).points(read))
                .isEqualTo(Kinds.installed().of(spec).points(spec));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "product: { training.rate: [1] }                     | training.rate is not a key of a study",
                "product: { training.batch: [many] }                 | training.batch is 'many'; it must be a whole number",
                "product: { training.batch: [0] }                    | training.batch is 0",
                "product: { training.batch: [] }                     | grid.product.training.batch is empty",
                "product: { training.batch: 3 }                      | grid.product.training.batch is a single value",
                "product: { seed: [1, 1] }                           | two points named 'seed-1'",
                "product: { network.layers: [[]] }                   | grid.product.network.layers.0 is a list",
                "product: { kind: [two-phase] }                      | kind is the same for all points",
                "products: { seed: [1] }                             | did you mean 'product'?",
                "zip: [{ data.train: [100, 200], seed: [1] }]        | grid.zip.0.seed has 1 values",
                "{}                                                  | grid is empty",
                "{ product: { seed: [1] }, exclude: [{ sed: 1 }] }   | grid.exclude.0.sed is not varied",
                "{ product: { seed: [1] }, exclude: [{ seed: 2 }] }  | grid.exclude.0 excludes no point",
                "{ product: { seed: [1] }, exclude: [{ seed: 1 }] }  | no point that is not excluded",
                "{ product: { seed: [1] }, each: { seed: [2] } }     | grid.each.seed is varied twice",
                "product: { data.source: ['bundled:none'] }          | data.source is 'bundled:none'",
                "product: { live.stopAfter: [2] }                    | live"
            })
    void whatCannotBe_isRefusedInOneLine(String grid, String said) {
        String text = SHORT + "grid: " + (grid.startsWith("{") ? grid : "{ " + grid + " }") + "\n";
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining(said.strip())
                .hasMessageStartingWith("s.yaml")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void moreThanTenThousandPoints_areRefusedBeforeTheyAreMade() {
        StringBuilder seeds = new StringBuilder("0");
        for (int i = 1; i < 200; i++) {
            seeds.append(", ").append(i);
        }
        String grid = "  product: { seed: [" + seeds + "], training.batch: [" + seeds.substring(3) + "], "
                + "detector.resamples: [" + seeds.substring(3) + "] }\n";
        assertThatThrownBy(() -> parse(HEAD + grid))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("grid has 39800 points or more; a study may have 10000");
    }

    private static List<String> names(StudySpec spec) {
        return ((Sweep) spec.experiment())
                .points().stream().map(Sweep.Point::name).toList();
    }
}
