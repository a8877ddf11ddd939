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
            kind: grokking-%s
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "cubic   | grid: { noise: [0.3, 0] }                    | noise | above 0",
                "cubic   | grid: { noise: [-0.1] }                      | noise | above 0",
                "cubic   | grid: { noise: [.nan] }                      | noise | above 0",
                "cubic   | grid: { noise: [0.3, 0.3] }                  | noise | twice",
                "cubic   | grid: { noise: [] }                          | noise | no value",
                "cubic   | grid: { noise: [0.3], aligned: [0.2] }       | aligned | 0.2",
                "cubic   | problem: { eps: 0.3 }                        | eps   | opposite sign",
                "cubic   | problem: { eps: 0 }                          | eps   | tricritical",
                "cubic   | problem: { eps: -11 }                        | eps   | -10",
                "cubic   | training: { steps: 100000000 }               | grid  | days",
                "cubic   | training: { burnIn: 6000 }                   | burnIn | 5999",
                "cubic   | problem: { samples: 100000, width: 10000 }   | samples | 4,000,000",
                "cubic   | problem: { samples: 1, width: 100000, dimension: 100000 } | dimension | 4,000,000",
                "cubic   | training: { testPoints: 100000, thin: 1 }    | testPoints | 4,000,000",
                "cubic   | training: { testPoints: 40000, thin: 1 }     | grid  | hours",
                "cubic   | training: { networks: 1000 } ;; grid: { maximumHours: 1.0e6 } | noise-0p3-seed-0 | ONSET_HEAP",
                "cubic   | grid: { noise: [0.3, 1.0e-170], aligned: [] } | grid.noise | could be solved down to",
                "modular | problem: { prime: 199, width: 4096 } ;; training: { steps: 100 } ;; checkpoints: { linear: [], explicit: [100] } | MB of memory | ONSET_HEAP",
                "modular | controls: [little-data, little-data]         | controls | twice",
                "modular | grid: { fractions: [0.3] }                   | controls | little-data",
                "modular | grid: { fractions: [0.5] }                   | fractions | problem.trainFraction",
                "modular | training: { weightDecay: 0 }                 | controls | no-decay",
                "modular | problem: { prime: 3, trainFraction: 0.01 }   | trainFraction | 0 of 9",
                "modular | problem: { prime: 5, trainFraction: 0.99 }   | trainFraction | 25 of 25",
                "modular | problem: { prime: 24 }                       | prime | odd prime",
                "modular | problem: { prime: 2 }                        | prime | odd prime",
                "modular | problem: { prime: 1009 }                     | prime | 199",
                "modular | problem: { trainFraction: 1 }                | trainFraction | 0.99",
                "modular | grid: { seed: [0, 0] }                       | seed  | twice",
                "modular | training: { steps: 900000000 }               | grid  | days",
                "modular | grid: { colour: [1] }                        | colour | grid",
                "modular | controls: [no-decays]                        | controls | no-decay"
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
        for (String kind : List.of("cubic", "modular")) {
            Files.writeString(file, String.format(STUDY, kind) + "grid: { seed: [0, 7] }");
            InProcess run = InProcess.run(folder.resolve("data"), "plan", file.toString());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("seed-7");
        }
    }
}
