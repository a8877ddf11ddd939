package dev.onset.studyfile;

import static dev.onset.studyfile.StudyTexts.SHORT;
import static dev.onset.studyfile.StudyTexts.assertRefused;
import static dev.onset.studyfile.StudyTexts.parse;
import static dev.onset.studyfile.StudyTexts.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A study that does not fit is refused in one line that names the file, the field and the bound. */
@Tag("unit")
final class StudyFileRefusalTest {
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
            training: {augmentation: {shift: -1}} | s.yaml: training.augmentation.shift is -1; it must lie in 0..64
            training: {augmentation: {shift: 8}}  | s.yaml: training.augmentation.shift is 8; it must be below the image's smaller side of 8
            training: {augmentation: {shift: .5}} | s.yaml: training.augmentation.shift is 0.5; it must be a whole number
            training: {augmentation: {shft: 1}}   | s.yaml: training.augmentation.shft is not a key of a study; did you mean 'shift'?
            training: {augmentation: 1}           | s.yaml: training.augmentation is 1; it must be a section
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
            observation: {players: {kind: listed, groups: []}} | s.yaml: observation.players.groups is 0; it must lie in 1..16384
            observation: {players: {kind: listed, groups: [[0, 1], []]}} | s.yaml: observation.players.groups.1 is empty
            observation: {players: {kind: listed, groups: [[0, 1], [1, 2]]}} | s.yaml: observation.players.groups.1 holds feature 1, which already belongs to a player
            observation: {players: {kind: listed, groups: [[64]]}} | s.yaml: observation.players.groups.0 holds feature 64; data.shape has features 0..63
            observation: {players: {kind: all-features}} | s.yaml: observation.players all-features gives 64 players
            observation: {trainSamples: 301}      | s.yaml: observation.trainSamples is 301; it must not exceed data.train, which is 300
            observation: {testSamples: 1001}      | s.yaml: observation.testSamples is 1001; it must not exceed data.test, which is 1000
            observation: {outputs: [log-odds, log-odds]} | s.yaml: observation.outputs names an output twice
            observation: {outputs: [logodds]}     | s.yaml: observation.outputs.0 is 'logodds'; it must be one of log-odds, runner-up-margin, mean-margin, value; did you mean 'log-odds'?
            observation: {players: {kind: all-features}, spectrum: {use: beside}} | s.yaml: observation.players all-features gives 64 players
            observation: {spectrum: {use: besides}} | s.yaml: observation.spectrum.use is 'besides'; it must be one of none, beside, alone; did you mean 'beside'?
            observation: {spectrum: {p: 1.5}}     | s.yaml: observation.spectrum.p is 1.5; it must lie in 0.01..0.99
            observation: {spectrum: {draws: 3}}   | s.yaml: observation.spectrum.draws is 3; it must lie in 64..4194304
            observation: {spectrum: {estimator: flip}} | s.yaml: observation.spectrum.estimator is 'flip'; it must be one of auto, flip-one, flip-all, redraw
            observation: {spectrum: {sample: 3}}  | s.yaml: observation.spectrum.sample is not a key of a study
            observation: {spectrum: {minimumChange: -1}} | s.yaml: observation.spectrum.minimumChange is -1
            observation: {spectrum: {use: alone, closer: {samples: 25}}} | s.yaml: observation.spectrum.closer.samples is 25; it must lie in 0..24
            observation: {spectrum: {use: alone, closer: {samples: 2, zoom: 15}}} | s.yaml: observation.spectrum.closer.zoom is 15; it must lie in 0..14
            observation: {spectrum: {use: alone, closer: {samples: 2, passes: 511}}} | s.yaml: observation.spectrum.closer.passes is 511; it must be 0 or lie in 512..1048576
            observation: {spectrum: {use: alone, closer: {samples: 2, zoom: 0}}} | s.yaml: observation.spectrum.closer.zoom is 0, and so is passes
            observation: {spectrum: {use: alone, closer: {samples: 2, passes: 600, earlier: 32}}} | s.yaml: observation.spectrum.closer.earlier is 32; it must lie in 0..31
            observation: {spectrum: {use: alone, closer: {samples: 2, earlier: 3}}} | s.yaml: observation.spectrum.closer.earlier is 3, and passes is 0
            observation: {spectrum: {use: beside, closer: {samples: 2}}} | s.yaml: observation.spectrum.closer is asked for, which needs use: alone
            observation: {trainSamples: 1, testSamples: 1, spectrum: {use: alone, closer: {samples: 3}}} | s.yaml: observation.spectrum.closer.samples is 3; it must not exceed the 2 observed samples
            observation: {players: {kind: listed, groups: [[0]]}, spectrum: {use: alone, closer: {sample: 3}}} | s.yaml: observation.spectrum.closer.sample is not a key of a study
            observation: {spectrum: alone}        | s.yaml: observation.spectrum is 'alone'; it must be a section
            detector: {resamples: 1}              | s.yaml: detector.resamples is 1; it must lie in 20..100000
            controls: [cubic]                     | s.yaml: controls.0 is 'cubic'; it must be one of linear
            """)
    void badValue_isRefusedInOneLineNamingFileFieldAndBound(String line, String message) {
        assertRefused(SHORT + line + "\n", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                             | s.yaml: kind is missing; it must be one of grokking-cubic, grokking-modular, mean-field, spring-block, two-phase
            {kind: two-fase}                               | s.yaml: kind is 'two-fase'; it must be one of grokking-cubic, grokking-modular, mean-field, spring-block, two-phase
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
            {kind: two-phase, study: a, data: {source: 'bundled:breast_cancer', standardize: false}, observation: {baseline: mean, players: {kind: random-features, count: 8, seed: 1}}, training: {augmentation: {shift: 1}}} | s.yaml: training.augmentation.shift is 1, which needs images; data.shape is [30]
            {kind: two-phase, study: a, data: {source: 'bundled:digits', standardize: true}, training: {augmentation: {shift: 1}}} | s.yaml: training.augmentation.shift is 1, but data.standardize gives each pixel a scale of its own
            {kind: two-phase, study: a, data: {source: 'bundled:digits'}, observation: {players: {kind: feature-map, rows: 2, columns: 2}}} | s.yaml: observation.players.tensor is missing
            {kind: two-phase, study: a, data: {source: 'bundled:digits'}, controls: [], observation: {players: {kind: feature-map, tensor: a, rows: 9, columns: 1}}} | s.yaml: observation.players.rows is 9; it must not exceed the image's rows of pixels
            {kind: two-phase, study: a, data: {source: 'bundled:digits'}, controls: [linear], observation: {players: {kind: feature-map, tensor: a, rows: 2, columns: 2}}} | s.yaml: controls name linear, a network without hidden layers, which has no feature map
            {kind: two-phase, study: a, data: {source: 'bundled:breast_cancer', standardize: false}, controls: [], observation: {baseline: mean, players: {kind: feature-map, tensor: a, rows: 2, columns: 2}}} | s.yaml: observation.players is feature-map, which needs images
            {kind: two-phase, study: a, data: {source: 'bundled:digits'}, controls: [], evaluator: {kind: process, command: [python3, e.py]}, observation: {players: {kind: feature-map, tensor: a, rows: 2, columns: 2}}} | s.yaml: observation.players is feature-map, but what a program of the study's own computes inside is not known
            [1, 2]                                         | s.yaml: holds no study
            7                                              | s.yaml: holds no study
            """)
    void incompleteStudy_isRefusedInOneLine(String text, String message) {
        assertRefused(text, message);
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

    @Test
    void hugeCheckpointRules_areRefusedBeforeTheyAreExpanded() {
        String rules = "[" + "{from: 1, to: 3000, count: 10000},".repeat(101) + "]";
        assertRefused(SHORT + "checkpoints: {log: " + rules + "}\n", "checkpoints.log has 101 rules; at most 100");
    }
}
