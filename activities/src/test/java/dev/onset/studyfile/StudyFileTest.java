package dev.onset.studyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.game.ObservationSpec;
import dev.onset.kind.Kinds;
import dev.onset.kind.StudyDocument;
import dev.onset.phases.DetectorSpec;
import dev.onset.store.CanonicalJson;
import dev.onset.train.NetworkSpec;
import dev.onset.twophase.TwoPhase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StudyFileTest {
    private static final String SHORT = "study: tiny\nkind: two-phase\ndata: {source: 'bundled:digits'}\n";

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

    @ParameterizedTest
    @CsvSource({"digits, two-phase", "grokking-cubic, grokking-cubic", "grokking-modular, grokking-modular"})
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
    @CsvSource(delimiter = '|', textBlock = """
            training: {learningRate: -1.0}        | s.yaml: training.learningRate is -1.0; it must lie in 0.0..1000.0
            training: {learningRate: .nan}        | s.yaml: training.learningRate is NaN; it must lie in
            training: {learningRate: .inf}        | s.yaml: training.learningRate is Infinity; it must lie in
            training: {learningRate: 1e999}       | s.yaml: training.learningRate is Infinity; it must lie in
            training: {learningRate: no}          | s.yaml: training.learningRate is 'no'; it must be a number
            training: {steps: 0x10}               | s.yaml: training.steps is '0x10'; it must be a whole number
            training: {learningRate: fast}        | s.yaml: training.learningRate is 'fast'; it must be a number
            training: {learningRate: '0.1'}       | s.yaml: training.learningRate is '0.1'; it must be a number
            training: {learningrate: 0.1}         | s.yaml: training.learningrate is not a key of a study; did you mean 'learningRate'?
            trainning: {steps: 5}                 | s.yaml: trainning is not a key of a study; did you mean 'training'?
            sed: 5                                | s.yaml: sed is not a key of a study; did you mean 'seed'?
            xyzzy: 5                              | s.yaml: xyzzy is not a key of a study; valid here:
            training: {steps: 1.5}                | s.yaml: training.steps is 1.5; it must be a whole number
            training: {steps: 99999999999999999999} | s.yaml: training.steps is 99999999999999999999
            training: {batch: 99999999999}        | s.yaml: training.batch is 99999999999
            training: {steps: true}               | s.yaml: training.steps is true; it must be a whole number
            training: {steps: [1]}                | s.yaml: training.steps is a list; it must be a whole number
            training: 7                           | s.yaml: training is 7; it must be a section
            training: []                          | s.yaml: training is a list; it must be a section
            training:                             | s.yaml: training has no value
            training: {batch: }                   | s.yaml: training.batch has no value
            training: {batch: 301}                | s.yaml: training.batch is 301; it must not exceed the 300 training examples
            training: {optimizer: sgdd}            | s.yaml: training.optimizer is 'sgdd'; it must be one of sgd, adam; did you mean 'sgd'?
            training: {optimizer: SGD}            | s.yaml: training.optimizer is 'SGD'; it must be one of
            training: {optimizer: 0}              | s.yaml: training.optimizer is 0; it must be one of
            evidence: 1                           | s.yaml: evidence is 1; it must be true or false
            description: 12                       | s.yaml: description is 12; it must be text
            seed: -1                              | s.yaml: seed is -1; it must lie in 0..2147483647
            network: {layers: [{units: 5}]}       | s.yaml: network.layers.0.type is missing; it must be one of dense, conv, max-pool
            network: {layers: [{type: dens, units: 5}]} | s.yaml: network.layers.0.type is 'dens'; it must be one of dense, conv, max-pool; did you mean 'dense'?
            network: {layers: [{type: dense}]}    | s.yaml: network.layers.0.units is missing
            network: {layers: [5]}                | s.yaml: network.layers.0 is 5; it must be a section
            network: {layers: [{type: dense, units: 0}]} | s.yaml: network.layers.0.units is 0; it must lie in 1..65536
            network: {layers: [{type: dense, units: 5, unit: 5}]} | s.yaml: network.layers.0.unit is not a key of a study; did you mean 'units'?
            network: {layers: [{type: java.util.ArrayList}]} | s.yaml: network.layers.0.type is 'java.util.ArrayList'; it must be one of
            network: {layers: [{type: dense, units: 5}, {type: conv, filters: 2, kernel: 3}]} | s.yaml: network.layers.1 needs an image
            network: {layers: [{type: conv, filters: 2, kernel: 9}]} | s.yaml: network.layers.0 leaves nothing of an image
            checkpoints: {log: []}                | s.yaml: checkpoints names no steps
            checkpoints: {explicit: [4000]}       | s.yaml: checkpoints reach step 4000 but training.steps is 3000
            observation: {players: {kind: ink, count: 3}} | s.yaml: observation.players.kind is 'ink'; it must be one of
            observation: {players: {count: 40}}   | s.yaml: observation.players.count gives 40 players; at most 16
            observation: {players: {height: 3}}   | s.yaml: observation.players.height is 3; it must divide the image's height of 8
            observation: {players: {height: 4, width: 4}} | s.yaml: observation.players.count is 10; the image has only 4 such blocks
            observation: {players: {kind: grid, rows: 3, columns: 2}} | s.yaml: observation.players.rows is 3; it must divide
            observation: {players: {kind: grid, rows: 5, columns: 4}} | s.yaml: observation.players gives 20 players; at most 16
            observation: {players: {kind: listed, groups: []}} | s.yaml: observation.players.groups is 0; it must lie in 1..16
            observation: {players: {kind: listed, groups: [[0, 1], []]}} | s.yaml: observation.players.groups.1 is empty
            observation: {players: {kind: listed, groups: [[0, 1], [1, 2]]}} | s.yaml: observation.players.groups.1 holds feature 1, which already belongs to a player
            observation: {players: {kind: listed, groups: [[64]]}} | s.yaml: observation.players.groups.0 holds feature 64; data.shape has features 0..63
            observation: {players: {kind: all-features}} | s.yaml: observation.players all-features gives 64 players
            observation: {trainSamples: 301}      | s.yaml: observation.trainSamples is 301; it must not exceed data.train, which is 300
            observation: {testSamples: 1001}      | s.yaml: observation.testSamples is 1001; it must not exceed data.test, which is 1000
            observation: {outputs: [log-odds, log-odds]} | s.yaml: observation.outputs names an output twice
            observation: {outputs: [logodds]}     | s.yaml: observation.outputs.0 is 'logodds'; it must be one of log-odds, runner-up-margin, mean-margin; did you mean 'log-odds'?
            detector: {resamples: 1}              | s.yaml: detector.resamples is 1; it must lie in 20..100000
            controls: [cubic]                     | s.yaml: controls.0 is 'cubic'; it must be one of linear
            """)
    void badValue_isRefusedInOneLineNamingFileFieldAndBound(String line, String message) {
        assertRefused(SHORT + line + "\n", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                             | s.yaml: kind is missing; it must be one of two-phase
            {kind: two-fase}                               | s.yaml: kind is 'two-fase'; it must be one of two-phase
            {kind: two-phase, study: a}                    | s.yaml: data.source is missing
            {kind: two-phase, study: a, data: {source: x.csv}}  | s.yaml: data.format is missing
            {kind: two-phase, study: a, data: {source: x.csv, format: csv, shape: [4]}} | s.yaml: data.classes is missing
            {kind: two-phase, study: a, data: {source: 'bundled:digit'}} | s.yaml: data.source is 'bundled:digit'; it must be a path or one of bundled:digits
            {kind: two-phase, data: {source: 'bundled:digits'}} | s.yaml: study is missing
            {kind: two-phase, study: '../x', data: {source: 'bundled:digits'}} | s.yaml: study is '../x'; it must match
            {kind: two-phase, study: a, data: {source: 'bundled:digits', classes: 1}} | s.yaml: data.classes is 1; it must lie in 2..10000
            {kind: two-phase, study: a, data: {source: a.gz, format: idx, shape: [1, 8, 8], classes: 10, train: 9, test: 9}} | s.yaml: data.labels is missing
            {kind: two-phase, study: a, data: {source: 'bundled:digits', labels: b}} | s.yaml: data.labels is given, but format csv
            {kind: two-phase, study: a, data: {source: 'bundled:digits', shape: [8, 8]}} | s.yaml: data.shape has 2 entries
            {kind: two-phase, study: a, data: {source: 'bundled:digits', shape: [64]}} | s.yaml: observation.players is ink-blocks, which needs images
            [1, 2]                                         | s.yaml: holds no study
            7                                              | s.yaml: holds no study
            """)
    void incompleteStudy_isRefusedInOneLine(String text, String message) {
        assertRefused(text, message);
    }

    @Test
    void yamlThatCouldInstantiateOrGrow_isRefused() {
        assertRefused(SHORT + "description: !!javax.script.ScriptEngineManager [x]\n", "uses a YAML tag");
        assertRefused("!!java.util.HashMap\n" + SHORT, "uses a YAML tag");
        assertRefused(SHORT + "network: {layers: [!dense {units: 5}]}\n", "uses a YAML tag");
        assertRefused(SHORT + "description: !!str abc\n", "uses a YAML tag");
        assertRefused(SHORT + "seed: &a 1\n", "uses a YAML anchor");
        assertRefused(SHORT + "controls: &a [linear]\n", "uses a YAML anchor");
        assertRefused("study: &a tiny\nkind: two-phase\ndescription: *a\n", "uses a YAML");
        assertRefused(SHORT + "description: *a\n", "YAML");
        assertRefused(SHORT + "---\nstudy: second\n", "begins a second document");
        assertRefused(SHORT + "study: twice\n", "a second time");
        assertRefused(SHORT + "training: {steps: 5, steps: 6}\n", "a second time");
        assertRefused(SHORT + "description: " + "[".repeat(5_000) + "]".repeat(5_000) + "\n", "s.yaml: ");
        assertRefused(SHORT + "description: " + "{a: ".repeat(500) + "1" + "}".repeat(500) + "\n", "s.yaml: ");
        assertRefused(SHORT + "description: \"\u0000\"\n", "s.yaml: ");
        assertRefused(SHORT + "  bad indent: [\n", "s.yaml: is not YAML: line");
        assertRefused("", "s.yaml: holds no study");
        assertRefused("# only a comment\n", "s.yaml: holds no study");
    }

    @Test
    void fileOfTenMegabytes_isRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("big.yaml");
        Files.writeString(file, SHORT + "# " + "x".repeat(10 << 20));
        assertThatThrownBy(() -> StudyFile.load(file.toString(), Overrides.none()))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("big.yaml: has 1048")
                .hasMessageContaining("1 MiB");
        Files.writeString(file, SHORT + "# " + "x".repeat(1_000_000));
        assertThat(StudyFile.load(file.toString(), Overrides.none()).directory())
                .isEqualTo(folder);
    }

    @Test
    void unreadableFiles_areRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> StudyFile.load(folder.resolve("none.yaml").toString(), Overrides.none()))
                .hasMessageContaining("none.yaml: does not exist");
        assertThatThrownBy(() -> StudyFile.load(folder + "/", Overrides.none())).hasMessageContaining("is a folder");
        Files.write(folder.resolve("latin.yaml"), "study: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> StudyFile.load(folder.resolve("latin.yaml").toString(), Overrides.none()))
                .hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() -> StudyFile.load("digit", Overrides.none()))
                .hasMessageContaining("did you mean 'digits'?");
    }

    @Test
    void fortyPlayers_areRefusedWithWhatTheyWouldNeed() {
        OnsetException e = refusal(SHORT + "observation: {players: {count: 40}}\n");
        assertThat(e.code()).isEqualTo(ErrorCode.STUDY_TOO_LARGE);
        assertThat(e)
                .hasMessageContaining("2^40 coalitions need about 64.0 TiB of memory and 12.7 days of forward passes");
    }

    @Test
    void studyOfTooManyObservations_namesTheShardSizeThatFits() {
        String big = SHORT + "checkpoints: {log: [], linear: [{from: 0, every: 1}]}\n";
        OnsetException e = refusal(big + "training: {steps: 9999}\n");
        assertThat(e.code()).isEqualTo(ErrorCode.STUDY_TOO_LARGE);
        assertThat(e)
                .hasMessageContaining("10000 checkpoints of 48 samples would need 40000 observation activities")
                .hasMessageContaining("a shardSize of 24");
        String bigger =
                SHORT + "training: {steps: 25000}\ncheckpoints: {log: [], linear: [{from: 0, to: 9000, every: 1},"
                        + " {from: 9001, to: 18000, every: 1}, {from: 18001, every: 1}]}\n";
        assertThat(refusal(bigger)).hasMessageContaining("no shardSize suffices");
        // the boundary itself is allowed
        parse(big + "training: {steps: 9999}\nobservation: {shardSize: 24}\n");
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

    @Test
    void hugeCheckpointRules_areRefusedBeforeTheyAreExpanded() {
        String rules = "[" + "{from: 1, to: 3000, count: 10000},".repeat(101) + "]";
        assertRefused(SHORT + "checkpoints: {log: " + rules + "}\n", "checkpoints.log has 101 rules; at most 100");
    }

    private static StudySpec parse(String text) {
        return StudyFile.parse("s.yaml", text, Path.of(""), Overrides.none()).spec();
    }

    private static Overrides sets(String... sets) {
        return new Overrides(List.of(sets), OptionalLong.empty());
    }

    private static OnsetException refusal(String text) {
        OnsetException e = catchThrowableOfType(OnsetException.class, () -> parse(text));
        assertThat(e).as(text).isNotNull();
        return e;
    }

    private static void assertRefused(String text, String message) {
        OnsetException e = refusal(text);
        assertThat(e.code().category()).isEqualTo(ErrorCode.Category.INPUT);
        assertThat(e.getMessage()).contains(message).doesNotContain("\n").hasSizeLessThan(1_000);
    }
}
