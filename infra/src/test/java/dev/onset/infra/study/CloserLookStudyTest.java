package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.data.DataSpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.infra.cli.OnsetCommand;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.interactions.SparseExtractor;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageProgress;
import dev.onset.observe.CloserObservable;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyPipeline;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactions by name in the report of a study that observes order spectra alone. */
@Tag("e2e")
class CloserLookStudyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LAST = 120;
    private static final List<String> SMALL = List.of(
            "--set", "training.steps=" + LAST,
            "--set", "checkpoints.log=[{from: 10, count: 3}]",
            "--set", "observation.trainSamples=1",
            "--set", "observation.testSamples=1",
            "--set", "observation.spectrum.draws=256",
            "--set", "observation.spectrum.estimator=auto",
            "--set", "controls=[]",
            "--set", "detector.resamples=40");
    private static final String CLOSER = "observation.spectrum.closer={samples: 2, zoom: 5, passes: 600}";

    @TempDir
    Path data;

    private InProcess run(String... further) {
        InProcess run = InProcess.run(
                data,
                Stream.of(Stream.of("run", "digits-pixels"), SMALL.stream(), Stream.of(further))
                        .flatMap(s -> s)
                        .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private JsonNode spectrum() throws IOException {
        return JSON.readTree(data.resolve("reports/digits-pixels/outcome.json").toFile())
                .get("spectrum");
    }

    private static String digest(InProcess run) {
        return run.out()
                .lines()
                .filter(line -> line.strip().startsWith("digest"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLastCheckpointIsLookedAt_asTheCommandLooks_andWithoutItAllIsAsItWas() throws IOException {
        InProcess without = run();
        assertThat(spectrum().has("closer")).isFalse();

        InProcess with = run("--set", CLOSER);
        int checkpoints = spectrum().at("/LOG_ODDS/meanOrder").size();
        assertThat(with.out())
                .as("the looks alone are new")
                .contains("checkpoints 0 computed", "observations " + checkpoints + " computed");
        assertThat(looks().values())
                .as("one look at two samples, and nothing at the checkpoints before")
                .containsExactly(2);
        assertThat(extractors()).as("a zoom extracts").contains(SparseExtractor.VERSION);
        JsonNode looks = spectrum().get("closer");
        assertThat(looks).hasSize(2);
        assertThat(looks.at("/0/zoom/sample").asText()).startsWith("train 0");
        assertThat(looks.at("/1/zoom/sample").asText()).startsWith("test 0");
        assertThat(Files.readString(data.resolve("reports/digits-pixels/index.html")))
                .contains("A closer look: interactions by name", "of the variance; certified within", "no explanation");

        JsonNode commands = command("--spectrum", "--samples=256", "--zoom=5", "--recover=600");
        JsonNode zoom = looks.at("/0/zoom");
        assertThat(zoom.get("step").asInt()).isEqualTo(LAST);
        assertThat(zoom.get("players")).isEqualTo(commands.at("/zoom/players"));
        assertThat(zoom.get("gap")).isEqualTo(commands.at("/zoom/interactions/gap"));
        assertThat(zoom.at("/explained/0").asDouble())
                .as("of other masks")
                .isCloseTo(commands.at("/zoom/explained").asDouble(), within(0.2));
        double strongest = Stream.of("and", "or")
                .flatMap(kind -> numbers(commands.at("/zoom/interactions/" + kind)))
                .max(Double::compare)
                .orElseThrow();
        assertThat(Math.abs(zoom.at("/interactions/0/effect").asDouble())).isEqualTo(strongest);
        JsonNode recovered = looks.at("/0/recovered");
        assertThat(recovered.get("bound")).isEqualTo(commands.at("/recovery/bound"));
        assertThat(recovered.get("verdict")).isEqualTo(commands.at("/recovery/verdict"));
        assertThat(recovered.at("/interactions/0/players")).isEqualTo(commands.at("/recovery/interactions/0/players"));

        InProcess again = run();
        assertThat(digest(again)).isEqualTo(digest(without)).isNotEqualTo(digest(with));
        assertThat(again.out()).contains("observations 0 computed");
    }

    private static final String PATH = "observation.spectrum.closer={samples: 2, zoom: 0, passes: 600, earlier: 2}";

    @Test
    void earlierCheckpointsAreLookedAt_eachFromTheListOfTheOneBefore_asTheCommandsAreChained() throws IOException {
        InProcess one = run("--set", PATH);
        JsonNode path = spectrum().at("/closer/0/path");
        List<Integer> steps = ints(path.get("steps"));
        assertThat(steps).hasSize(3).isSorted().endsWith(LAST);
        assertThat(looks().values()).as("two samples at each of them").containsExactly(2, 2, 2);
        assertThat(extractors()).as("a list alone does not").containsOnly("");
        Path before = data.resolve("before.json");
        for (int i = 0; i < steps.size(); i++) {
            List<String> options = new ArrayList<>(List.of("--recover=600"));
            if (i > 0) {
                options.add("--recover-from=" + before);
            }
            JsonNode command = command(steps.get(i), options.toArray(String[]::new));
            assertThat(path.get("bound").get(i)).as("step " + steps.get(i)).isEqualTo(command.at("/recovery/bound"));
            assertThat(path.get("count").get(i).asInt())
                    .isEqualTo(command.at("/recovery/interactions").size());
            JSON.writeValue(before.toFile(), command);
        }
        assertThat(Files.readString(data.resolve("reports/digits-pixels/index.html")))
                .contains("Recovered: the lists through training");
        assertThat(path.at("/interactions/0/effects")).hasSize(3);

        for (Path result : results()) {
            Files.delete(result);
        }
        assertThat(digest(run("--set", PATH))).as("computed again").isEqualTo(digest(one));
    }

    /** A schedule that has grown in between: later checkpoints are there, and one that their lists go back to is not. */
    @Test
    void aCheckpointOfTheChainThatIsNotThereYet_isTrained_andTheLooksAreTakenAnew() {
        String every = "observation.spectrum.closer={samples: 2, zoom: 0, passes: 600, earlier: 6}";
        run("--set", every);
        InProcess denser = run("--set", every, "--set", "checkpoints.log=[{from: 10, count: 5}]");
        assertThat(denser.out()).contains("digest");
    }

    @Test
    void aDamagedCheckpointOfTheChain_isTrainedAgain_toTheSameDigest() throws IOException {
        InProcess one = run("--set", PATH);
        Path manifest;
        try (Stream<Path> logs = Files.walk(data.resolve("store/runs"))) {
            manifest = logs.filter(file -> file.endsWith("log/0000000002.json"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(manifest, Files.readString(manifest) + " ");
        InProcess again = run("--set", PATH);
        assertThat(digest(again)).isEqualTo(digest(one));
    }

    /** What the workflow's order keeps from happening: a later look is asked for, and what it starts from is damaged, or gone. */
    @Test
    void aLookWhoseStartIsDamagedOrGone_recomputesItFirst() throws Exception {
        run("--set", PATH);
        List<String> sets = new ArrayList<>();
        for (int i = 1; i < SMALL.size(); i += 2) {
            sets.add(SMALL.get(i));
        }
        sets.add(PATH);
        StudyFile file = StudyFile.load("digits-pixels", new Overrides(sets, OptionalLong.empty()));
        String whole = lastLook(file);
        for (boolean gone : new boolean[] {false, true}) {
            for (Path result : results()) {
                if (gone
                        || JSON.readTree(result.toFile())
                                .at("/fingerprint/inputs")
                                .has("before")) {
                    Files.delete(result);
                }
            }
            for (Path archive : looks().keySet()) {
                byte[] bytes = Files.readAllBytes(archive);
                bytes[bytes.length / 2] ^= 1;
                Files.write(archive, bytes);
            }
            assertThat(lastLook(file)).isEqualTo(whole);
        }
    }

    /** Digest of the look at the last checkpoint, which is taken where it is not there. */
    private String lastLook(StudyFile file) throws Exception {
        Place place = new Place(data, Optional.empty(), Optional.empty());
        try (DataDirectory directory = DataDirectory.open(place, Map.of())) {
            OpenStudy study = new StudyPipeline(directory.context(), Kinds.installed())
                    .open(StudyInputs.of(file, Kinds.installed().of(file.spec()))
                            .document());
            int last = study.point(0).schedule().size() - 1;
            return study.observe(0, last, CloserObservable.NAME, 0, 0, StageProgress.NONE)
                    .digest();
        }
    }

    /** Results of all looks, of those that looked at nothing too. */
    private List<Path> results() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("store/runs"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/" + CloserObservable.NAME + "/"))
                    .toList();
        }
    }

    /** The extractors' versions by which all looks are keyed; empty for none. */
    private Set<String> extractors() throws IOException {
        Set<String> versions = new TreeSet<>();
        for (Path result : results()) {
            versions.add(JSON.readTree(result.toFile())
                    .at("/fingerprint/parameters/extractor")
                    .asText());
        }
        return versions;
    }

    private static List<Integer> ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static Stream<Double> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(number -> Math.abs(number.asDouble()));
    }

    /** What {@code onset interactions} says of the study's first sample and last network. */
    private JsonNode command(String... options) throws IOException {
        return command(LAST, options);
    }

    /** The same of an earlier network. */
    private JsonNode command(int step, String... options) throws IOException {
        DataSpec spec = new DataSpec(
                "bundled:digits", "", DataSpec.Format.CSV, List.of(1, 8, 8), 10, 16, false, 300, 1000, 0, 0);
        Split split = Split.of(DatasetReader.readBundled("digits", spec), spec, 0);
        Path sample = data.resolve("sample.json");
        JSON.writeValue(
                sample.toFile(),
                Map.of(
                        "x",
                        Arrays.copyOf(split.trainRows(), 64),
                        "baseline",
                        new float[64],
                        "players",
                        IntStream.range(0, 64).mapToObj(i -> new int[] {i}).toList(),
                        "label",
                        split.trainLabels()[0]));
        Path out = data.resolve("command.json");
        StringWriter said = new StringWriter();
        int code = OnsetCommand.execute(
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                () -> {
                    throw new AssertionError("no study service is needed");
                },
                Stream.of(
                                Stream.of("interactions", "--model=" + network(step), "--sample=" + sample),
                                Stream.of(options),
                                Stream.of("--out=" + out))
                        .flatMap(s -> s)
                        .toArray(String[]::new));
        assertThat(code).as(said.toString()).isZero();
        return JSON.readTree(out.toFile());
    }

    /** How many samples each archive of a closer look holds; all that hold none are one blob. */
    private Map<Path, Integer> looks() throws IOException {
        Map<Path, Integer> samples = new HashMap<>();
        try (Stream<Path> blobs = Files.walk(data.resolve("store/blobs"))) {
            for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
                try (ZipFile zip = new ZipFile(blob.toFile())) {
                    if (zip.size() == (zip.getEntry("lists.json") == null ? 1 : 2)
                            && zip.getEntry("facts.json") != null) {
                        JsonNode found = JSON.readTree(zip.getInputStream(zip.getEntry("facts.json")))
                                .get("samples");
                        if (found.size() > 0) {
                            samples.put(blob, found.size());
                        }
                    }
                } catch (ZipException e) {
                    // no archive
                }
            }
        }
        return samples;
    }

    private Path network(int step) throws IOException {
        try (Stream<Path> logs = Files.walk(data.resolve("store/runs"))) {
            for (Path manifest :
                    logs.filter(file -> file.getParent().endsWith("log")).toList()) {
                JsonNode commit = JSON.readTree(manifest.toFile());
                if (commit.get("step").asInt() == step) {
                    String sha = commit.at("/parts/model.onnx/sha256").asText();
                    return Files.copy(
                            data.resolve("store/blobs/sha256/" + sha.substring(0, 2) + "/" + sha),
                            data.resolve("step-" + step + ".onnx"));
                }
            }
        }
        throw new AssertionError("no checkpoint of step " + step);
    }
}
