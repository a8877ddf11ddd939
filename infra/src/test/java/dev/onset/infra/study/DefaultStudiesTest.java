package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default studies of grids as a user runs them show what they must, and what they do not show is known. */
@Tag("e2e")
@Tag("heavy")
class DefaultStudiesTest {
    @TempDir
    Path data;

    @Test
    void modularAddition_passesEveryCheck() throws IOException {
        List<JsonNode> checks = checks("grokking-modular");
        assertThat(checks).hasSize(33);
        assertThat(failed(checks)).isEmpty();
    }

    /** About ten minutes on two cores. */
    @Test
    void cubicTeacher_failsNothingButTheWeakSidePeak() throws IOException {
        List<JsonNode> checks = checks("grokking-cubic");
        assertThat(checks).hasSize(41);
        assertThat(failed(checks))
                .containsExactly(
                        "runs: side peak over trough at sigma2 = 0.1, 5 % quantile of resampled networks (meant for 64)");
    }

    /** Three minutes on two cores. */
    @Test
    void meanField_failsNothingButTheDetectorsGap_andWhereStrayEnergyLies() throws IOException {
        List<JsonNode> checks = checks("mean-field");
        assertThat(checks).hasSize(18);
        assertThat(failed(checks))
                .containsExactly(
                        "with label noise: share of seeds in which the gap of test and training loss exists",
                        "with label noise: share of the energy outside the teacher's terms that lies at orders 4 to 7, at the end");
    }

    /** Six minutes on two cores. */
    @Test
    void springBlock_failsNothingButTheAxesThatTestItsMapping() throws IOException {
        List<JsonNode> checks = checks("spring-block");
        assertThat(checks).hasSize(32);
        assertThat(failed(checks))
                .containsExactly(
                        "rank correlation of c, chain against networks, data noise grid, frozen mapping",
                        "rank correlation of c, chain against networks, learning rate grid, frozen mapping");
    }

    /** One seed is no evidence, and the table says so. */
    @Test
    void negativeControl_theQuickStudyDoesNotPassTheTable() throws IOException {
        assertThat(failed(checks("grokking-modular-quick")))
                .contains(
                        "evidence: seeds",
                        "evidence: controls",
                        "test accuracy after memorising, training fraction .3");
    }

    private List<JsonNode> checks(String study) throws IOException {
        InProcess run = InProcess.run(data, "run", study);
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode checks = OnsetProcess.outcome(data, study).get("checks");
        return StreamSupport.stream(checks.spliterator(), false).toList();
    }

    private static List<String> failed(List<JsonNode> checks) {
        return checks.stream()
                .filter(check -> !check.get("pass").asBoolean())
                .map(check -> check.get("name").asText())
                .toList();
    }
}
