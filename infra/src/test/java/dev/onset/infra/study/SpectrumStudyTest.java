package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order spectrum as an observation of a study: beside interactions, and alone between all pixels. */
@Tag("e2e")
class SpectrumStudyTest {
    private static final List<String> PIXELS = List.of(
            "--set", "training.steps=120",
            "--set", "checkpoints.log=[{from: 10, count: 4}]",
            "--set", "observation.trainSamples=2",
            "--set", "observation.testSamples=2",
            "--set", "observation.shardSize=2",
            "--set", "observation.spectrum.draws=256",
            "--set", "detector.resamples=40");

    @TempDir
    Path data;

    private InProcess pixels(String... further) {
        return InProcess.run(
                data,
                Stream.of(Stream.of("run", "digits-pixels"), PIXELS.stream(), Stream.of(further))
                        .flatMap(s -> s)
                        .toArray(String[]::new));
    }

    private JsonNode outcome(String study) throws IOException {
        return new ObjectMapper()
                .readTree(data.resolve("reports/" + study + "/outcome.json").toFile());
    }

    private static String digest(InProcess run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run.out()
                .lines()
                .filter(line -> line.strip().startsWith("digest"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void alone_itTakesEveryPixel_isReused_andSamplesAnewForOtherDraws() throws IOException {
        String digest = digest(pixels());
        JsonNode spectrum = outcome("digits-pixels").get("spectrum");
        assertThat(spectrum.get("players").asInt()).isEqualTo(64);
        assertThat(spectrum.get("exact").asBoolean()).isFalse();
        assertThat(spectrum.get("LOG_ODDS").get("meanOrder").get(0).asDouble()).isBetween(1.0, 3.0);
        String page = Files.readString(data.resolve("reports/digits-pixels/index.html"));
        assertThat(page).contains("Order spectrum: the mean order", "Who matters", "every input variable by itself");

        InProcess again = pixels();
        assertThat(digest(again)).isEqualTo(digest);
        assertThat(again.out()).contains("observations 0 computed");

        InProcess more = pixels("--set", "observation.spectrum.draws=300");
        assertThat(digest(more)).isNotEqualTo(digest);
        assertThat(more.out()).contains("checkpoints 0 computed");

        // beside itself in a comparison, by the numbers that matter
        InProcess compared = InProcess.run(data, "compare", "--json", "digits-pixels", data + "::digits-pixels");
        assertThat(compared.code()).as(compared.err()).isZero();
        JsonNode quantities = new ObjectMapper().readTree(compared.out()).at("/runs/0/quantities");
        assertThat(quantities.get("mean order first").asDouble())
                .isEqualTo(outcome("digits-pixels").get("meanOrderFirst").asDouble());
        assertThat(quantities.get("mean order lowest").asDouble()).isPositive();

        // another threshold is the fit's alone
        InProcess looser = pixels("--set", "observation.spectrum.minimumChange=0.01");
        assertThat(looser.out()).contains("observations 0 computed", "fit computed");
    }

    @Test
    void beside_itIsReadOfTheSameGames_nothingIsObservedAnew_andTheReportWithoutItIsAsItWas() throws IOException {
        String without = digest(InProcess.small(data, "run"));
        InProcess beside = InProcess.small(data, "run", "--set", "observation.spectrum.use=beside");
        assertThat(digest(beside)).isNotEqualTo(without);
        assertThat(beside.out()).contains("observations 0 computed", "fit computed");
        JsonNode spectrum = outcome("digits-quick").get("spectrum");
        assertThat(spectrum.get("exact").asBoolean()).isTrue();
        assertThat(spectrum.get("players").asInt()).isEqualTo(6);
        double before = spectrum.get("LOG_ODDS").get("meanOrder").get(0).asDouble();
        assertThat(Files.readString(data.resolve("reports/digits-quick/index.html")))
                .contains("Order spectrum: two phases?", "interactions, centroid");

        // the same players alone: the same exact values from a table of their own
        InProcess alone = InProcess.small(data, "run", "--set", "observation.spectrum.use=alone");
        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(outcome("digits-quick")
                        .get("spectrum")
                        .get("LOG_ODDS")
                        .get("meanOrder")
                        .get(0)
                        .asDouble())
                .isCloseTo(before, within(1e-12));
        assertThat(digest(InProcess.small(data, "run"))).isEqualTo(without);
    }
}
