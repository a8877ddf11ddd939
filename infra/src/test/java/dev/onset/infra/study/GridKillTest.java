package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grids of runs killed between runs and within one: the same digest, and cells that were finished are reused. */
@Tag("crash")
class GridKillTest {
    private static final String GRID = "grid.product={";
    private static final Map<String, List<String>> SMALL = Map.of(
            "grokking-modular-quick",
            List.of(
                    "problem.prime=7",
                    "problem.width=16",
                    "training.steps=60",
                    "grid.seed=[0,1,2,3,4]",
                    "checkpoints.linear=[]",
                    "checkpoints.explicit=[20,40,60]"),
            "grokking-cubic-quick",
            List.of(
                    "problem.samples=60",
                    "problem.width=14",
                    "problem.dimension=20",
                    "problem.outputVariance=0.08",
                    "training.burnIn=20",
                    "training.steps=60",
                    "grid.noise=[0.3,0.2]",
                    "grid.seed=[0,1]",
                    "grid.aligned=[0.2]",
                    "checkpoints.explicit=[30,60]"),
            "mean-field-quick",
            List.of(
                    "training.steps=60",
                    "problem.neurons=[20]",
                    "sample.neurons=20",
                    "checkpoints.log=[]",
                    "checkpoints.explicit=[30,60]"),
            "digits-quick",
            List.of(
                    "data.train=60",
                    "data.test=60",
                    "network.layers=[{type: dense, units: 8}]",
                    "training.batch=10",
                    "training.steps=60",
                    "checkpoints.log=[]",
                    "checkpoints.explicit=[20,60]",
                    "observation.players.count=4",
                    "observation.trainSamples=2",
                    "observation.testSamples=2",
                    "observation.shardSize=4",
                    "detector.resamples=20",
                    GRID + "seed: [0, 1], training.learningRate: [0.05, 0.1]}"),
            "spring-block-quick",
            List.of(
                    "data.train=40",
                    "data.test=20",
                    "network.width=6",
                    "training.batch=10",
                    "training.steps=20",
                    "checkpoints.explicit=[10,20]"));

    @TempDir
    private static Path untouched = Path.of("");

    private static final Map<String, Map<String, Object>> UNINTERRUPTED = new TreeMap<>();

    @ParameterizedTest
    @CsvSource({
        // in the middle of the first runs, and of the later ones
        "grokking-modular-quick, during-training:70",
        "grokking-modular-quick, before-manifest:19",
        "grokking-cubic-quick, after-manifest:14",
        "grokking-cubic-quick, during-training:70",
        "digits-quick, during-training:130",
        "digits-quick, before-manifest:8",
        "digits-quick, during-observation:10",
        "digits-quick, during-fit:3",
        "digits-quick, during-report:1",
        "mean-field-quick, after-manifest:11",
        "mean-field-quick, during-training:200",
        "spring-block-quick, before-manifest:9",
        "spring-block-quick, during-training:70"
    })
    void killedInTheMiddleOfTheGrid_givesTheSameDigestAndReusesWhatWasFinished(
            String study, String moment, @TempDir Path data) throws Exception {
        Map<String, Object> uninterrupted = uninterrupted(study);
        OnsetProcess doomed = OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", moment), arguments(study));
        assertThat(doomed.exit()).as("died at %s: %s", moment, doomed.text()).isEqualTo(137);
        Map<String, Long> before = OnsetProcess.durable(data);

        JsonNode work = work(data, study);

        assertThat(OnsetProcess.outcome(data, study).get("digest").asText()).isEqualTo(uninterrupted.get("digest"));
        assertThat(work.get("checkpointsReused").asInt()).isEqualTo(count(before, "/log/"));
        assertThat(work.get("observationsReused").asInt()).isEqualTo(count(before, "/observations/"));
        assertThat(OnsetProcess.durable(data))
                .as("what was committed is still there and was not written again")
                .containsAllEntriesOf(before)
                .hasSize((int) uninterrupted.get("objects"));
    }

    @Test
    void aGridThatGrowsComputesItsNewCellsAlone(@TempDir Path data) throws Exception {
        String study = "grokking-modular-quick";
        OnsetProcess.succeed(data, arguments(study, "grid.seed=[0,1]"));
        JsonNode work = work(data, study, "grid.seed=[0,1,2]");
        assertThat(work.get("checkpointsComputed").asInt()).isEqualTo(4);
        assertThat(work.get("checkpointsReused").asInt()).isEqualTo(12);
    }

    /** The points of a study file's own grid: what trained before trains no more, nor is it observed or fitted again. */
    @Test
    void aGridOfAFile_thatGrows_computesItsNewPointsAlone(@TempDir Path data) throws Exception {
        String study = "digits-quick";
        OnsetProcess.succeed(data, arguments(study));
        long cells = cells(data);
        JsonNode work = work(data, study, GRID + "seed: [0, 1, 2], training.learningRate: [0.05, 0.1]}");
        assertThat(work.get("checkpointsReused").asInt()).isEqualTo(12);
        assertThat(work.get("checkpointsComputed").asInt()).isEqualTo(6);
        assertThat(cells(data)).isEqualTo(cells + 2);
    }

    /** Points that differ in what is observed alone have one training. */
    @Test
    void aGridOverObservation_trainsOnce(@TempDir Path data) throws Exception {
        JsonNode work = work(data, "digits-quick", GRID + "observation.noise: [0, 0.02, 0.05]}");
        assertThat(work.get("checkpointsComputed").asInt()).isEqualTo(3);
        assertThat(work.get("checkpointsReused").asInt()).isEqualTo(6);
    }

    private static long cells(Path data) throws IOException {
        return OnsetProcess.durable(data).keySet().stream()
                .filter(path -> path.contains("stages/cell/"))
                .count();
    }

    @Test
    void aCellThatDivergesFailsAlone_namedInOneLine_andAllOthersAreReused(@TempDir Path data) throws Exception {
        String study = "grokking-cubic-quick";
        OnsetProcess failed = OnsetProcess.start(data, Map.of(), arguments(study, "grid.noise=[0.000001,0.3,0.2]"));
        assertThat(failed.exit()).as(failed.text()).isEqualTo(3);
        assertThat(failed.text().lines().filter(line -> line.startsWith("onset: ")))
                .singleElement()
                .asString()
                .contains("TRAINING_DIVERGED", "noise-0p000001-seed-", "of 8 runs failed");
        JsonNode work = work(data, study);
        assertThat(work.get("checkpointsComputed").asInt()).isZero();
        assertThat(work.get("observationsComputed").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grokking-modular-quick | seed=9",
                "digits-quick           | grid.product={seed: [0, 3], training.learningRate: [0.05, 0.1]}"
            })
    void negativeControl_anotherSeedGivesAnotherDigest(String study, String set, @TempDir Path data) throws Exception {
        OnsetProcess.succeed(data, arguments(study, set));
        assertThat(OnsetProcess.outcome(data, study).get("digest").asText())
                .isNotEqualTo(uninterrupted(study).get("digest"));
    }

    private static synchronized Map<String, Object> uninterrupted(String study) throws Exception {
        Map<String, Object> known = UNINTERRUPTED.get(study);
        if (known == null) {
            Path data = untouched.resolve(study);
            OnsetProcess.succeed(data, arguments(study));
            known = new LinkedHashMap<>();
            known.put("digest", OnsetProcess.outcome(data, study).get("digest").asText());
            known.put("objects", OnsetProcess.durable(data).size());
            UNINTERRUPTED.put(study, known);
        }
        return known;
    }

    private static String[] arguments(String study, String... further) {
        List<String> all = new ArrayList<>(List.of("run", study));
        SMALL.getOrDefault(study, List.of()).forEach(set -> all.addAll(List.of("--set", set)));
        for (String set : further) {
            all.addAll(List.of("--set", set));
        }
        return all.toArray(new String[0]);
    }

    private static JsonNode work(Path data, String study, String... further) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments(study, further)));
        all.add("--json");
        String text = OnsetProcess.succeed(data, all.toArray(new String[0]));
        return new ObjectMapper().readTree(text.substring(text.indexOf("{\n"))).get("work");
    }

    private static int count(Map<String, Long> durable, String part) {
        return (int)
                durable.keySet().stream().filter(path -> path.contains(part)).count();
    }
}
