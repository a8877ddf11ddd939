package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A grid that makes no sense, or would take days, is refused in one line with exit code 2 before anything is written. */
@Tag("e2e")
class BadGridTest {
    private static final String STUDY = """
            study: mine
            kind: %s
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "grokking-cubic |  grid: { noise: [0.3, 0] }                    | noise | above 0",
                "grokking-cubic |  grid: { noise: [-0.1] }                      | noise | above 0",
                "grokking-cubic |  grid: { noise: [.nan] }                      | noise | above 0",
                "grokking-cubic |  grid: { noise: [0.3, 0.3] }                  | noise | twice",
                "grokking-cubic |  grid: { noise: [] }                          | noise | no value",
                "grokking-cubic |  grid: { noise: [0.3], aligned: [0.2] }       | aligned | 0.2",
                "grokking-cubic |  problem: { eps: 0.3 }                        | eps   | opposite sign",
                "grokking-cubic |  problem: { eps: 0 }                          | eps   | tricritical",
                "grokking-cubic |  problem: { eps: -11 }                        | eps   | -10",
                "grokking-cubic |  training: { steps: 100000000 }               | grid  | days",
                "grokking-cubic |  training: { burnIn: 6000 }                   | burnIn | 5999",
                "grokking-cubic |  problem: { samples: 100000, width: 10000 }   | samples | 4,000,000",
                "grokking-cubic |  problem: { samples: 1, width: 100000, dimension: 100000 } | dimension | 4,000,000",
                "grokking-cubic |  training: { testPoints: 100000, thin: 1 }    | testPoints | 4,000,000",
                "grokking-cubic |  training: { testPoints: 40000, thin: 1 }     | grid  | hours",
                "grokking-cubic |  training: { networks: 1000 } ;; grid: { maximumHours: 1.0e6 } | noise-0p3-seed-0 | ONSET_HEAP",
                "grokking-cubic |  grid: { noise: [0.3, 1.0e-170], aligned: [] } | grid.noise | could be solved down to",
                "grokking-modular |  problem: { prime: 199, width: 4096 } ;; training: { steps: 100 } ;; checkpoints: { linear: [], explicit: [100] } | MB of memory | ONSET_HEAP",
                "grokking-modular |  controls: [little-data, little-data]         | controls | twice",
                "grokking-modular |  grid: { fractions: [0.3] }                   | controls | little-data",
                "grokking-modular |  grid: { fractions: [0.5] }                   | fractions | problem.trainFraction",
                "grokking-modular |  training: { weightDecay: 0 }                 | controls | no-decay",
                "grokking-modular |  problem: { prime: 3, trainFraction: 0.01 }   | trainFraction | 0 of 9",
                "grokking-modular |  problem: { prime: 5, trainFraction: 0.99 }   | trainFraction | 25 of 25",
                "grokking-modular |  problem: { prime: 24 }                       | prime | odd prime",
                "grokking-modular |  problem: { prime: 2 }                        | prime | odd prime",
                "grokking-modular |  problem: { prime: 1009 }                     | prime | 199",
                "grokking-modular |  problem: { trainFraction: 1 }                | trainFraction | 0.99",
                "grokking-modular |  grid: { seed: [0, 0] }                       | seed  | twice",
                "grokking-modular |  training: { steps: 900000000 }               | grid  | days",
                "grokking-modular |  grid: { colour: [1] }                        | colour | grid",
                "grokking-modular |  controls: [no-decays]                        | controls | no-decay",
                "mean-field | problem: { inputs: 13 }                            | inputs | 12",
                "mean-field | problem: { inputs: 3 }                             | teacher | inputs 3",
                "mean-field | problem: { teacher: [] }                           | teacher | no term",
                "mean-field | problem: { teacher: [{ inputs: [2, 1], coefficient: 1 }] } | inputs | ascending",
                "mean-field | problem: { teacher: [{ inputs: [1], coefficient: 0 }] } | coefficient | above 0",
                "mean-field | problem: { neurons: [301] }                        | neurons | even",
                "mean-field | sample: { points: 1024 }                           | points | 1023",
                "mean-field | grid: { noise: [0.7] }                             | noise | leave it out",
                "mean-field | grid: { seed: [] }                                 | seed | no value",
                "mean-field | training: { steps: 100000000 }                     | grid | days",
                "spring-block | data: { source: 'bundled:letters' }              | source | letters",
                "spring-block | data: { source: 'bundled:digits', labelNoise: 0.1 } | labelNoise | dataNoise",
                "spring-block | data: { source: 'bundled:breast_cancer' } ;; network: { architecture: cnn } | architecture | square images",
                "spring-block | data: { source: 'bundled:digits' } ;; network: { depth: 2 } | depth | 3..65",
                "spring-block | data: { source: 'bundled:digits' } ;; grid: { dropout: [0] } | dropout | leave it out",
                "spring-block | data: { source: 'bundled:digits' } ;; grid: { alpha: [1.5] } | alpha | 0.0..1.0",
                "spring-block | data: { source: 'bundled:digits' } ;; grid: { batch: [1] } | batch | 2..1000000",
                "spring-block | data: { source: 'bundled:digits' } ;; grid: { otherSeeds: 4 } | otherSeeds | 0..3",
                "spring-block | data: { source: 'bundled:digits' } ;; training: { steps: 50 } | checkpoints | step 100"
            })
    void badGridsAreRefused(String kind, String lines, String field, String bound) throws IOException {
        Path file = folder.resolve("study.yaml");
        String more = lines.contains("steps: 100000000") || lines.contains("steps: 900000000")
                ? "\ncheckpoints: { explicit: [" + lines.replaceAll("\\D+", "") + "] }\n"
                : "";
        Files.writeString(file, String.format(STUDY, kind) + lines.replace(" ;; ", "\n") + more);
        Path data = folder.resolve("data");
        for (String verb : List.of("run", "plan")) {
            InProcess run = InProcess.run(data, verb, file.toString());
            assertThat(run.code()).as(run.err()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.contains("study.yaml"));
            assertThat(run.err()).contains(field, bound);
            assertThat(run.out()).isEmpty();
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void aGoodGridOfTheSameFormIsPlanned_orTheseTestsWouldProveNothing() throws IOException {
        Path file = folder.resolve("study.yaml");
        for (String kind : List.of("grokking-cubic", "grokking-modular", "mean-field")) {
            Files.writeString(file, String.format(STUDY, kind) + "grid: { seed: [0, 7] }");
            InProcess run = InProcess.run(folder.resolve("data"), "plan", file.toString());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("seed-7");
        }
    }
}
