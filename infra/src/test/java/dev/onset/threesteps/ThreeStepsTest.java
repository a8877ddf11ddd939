package dev.onset.threesteps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.infra.study.OnsetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kind of study that is one package and a line in a service file runs as those of the product do. */
@Tag("e2e")
class ThreeStepsTest {
    static final String STUDY = "three-steps";

    @TempDir
    Path data;

    @Test
    void runs_withItsPageAndBothObservables_andIsReusedTheNextTime() throws Exception {
        String first = OnsetProcess.succeed(data, "run", STUDY);
        assertThat(first).contains("the steps add up", "checkpoints 4 computed", "observations 8 computed");
        Path report = data.resolve("reports").resolve(STUDY);
        assertThat(Files.readString(report.resolve("index.html"))).contains("Numbers", "<svg");
        assertThat(Files.readString(report.resolve("csv/numbers.csv"))).contains("square", "49");
        assertThat(OnsetProcess.succeed(data, "run", STUDY)).contains("observations 0 computed, 8 reused");
        assertThat(OnsetProcess.succeed(data, "status", STUDY)).contains("done", "4 observed");
        assertThat(OnsetProcess.succeed(data, "plan", STUDY)).contains("sum/value", "sum/square");
    }

    @ParameterizedTest
    @ValueSource(strings = {"during-training:2", "before-manifest:3", "before-result:4", "after-result:9"})
    void killed_goesOnToTheSameDigest(String moment, @TempDir Path whole) throws Exception {
        OnsetProcess.succeed(whole, "run", STUDY);
        OnsetProcess doomed = OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", moment), "run", STUDY);
        assertThat(doomed.exit()).as("%s", doomed.text()).isEqualTo(137);
        OnsetProcess.succeed(data, "run", STUDY);
        assertThat(OnsetProcess.outcome(data, STUDY).get("digest"))
                .isEqualTo(OnsetProcess.outcome(whole, STUDY).get("digest"));
    }

    @Test
    void begunUnderAnotherProfile_isRefused_sayingBothWaysOut_andBothWork(@TempDir Path whole, @TempDir Path anew)
            throws Exception {
        OnsetProcess.succeed(whole, "run", STUDY);
        Map<String, String> other = Map.of(StepsProfile.VARIABLE, "orrery");
        for (Path place : new Path[] {data, anew}) {
            OnsetProcess doomed = OnsetProcess.start(place, Map.of("ONSET_CRASH_AT", "before-result:4"), "run", STUDY);
            assertThat(doomed.exit()).isEqualTo(137);
            OnsetProcess refused = OnsetProcess.start(place, other, "run", STUDY);
            assertThat(refused.exit()).as("%s", refused.text()).isEqualTo(3);
            assertThat(refused.text())
                    .contains(
                            "PROFILE_MISMATCH",
                            "train under 'steps on an abacus",
                            "here 'steps on an orrery",
                            "--repin train,");
        }

        // one way: as it was begun
        OnsetProcess.succeed(data, "run", STUDY);
        assertThat(OnsetProcess.outcome(data, STUDY).get("digest"))
                .isEqualTo(OnsetProcess.outcome(whole, STUDY).get("digest"));

        // the other: anew
        OnsetProcess again = OnsetProcess.start(anew, other, "run", STUDY, "--repin", "train,value,square");
        assertThat(again.exit()).as("%s", again.text()).isZero();
        assertThat(again.text())
                .contains(
                        "stage train is pinned anew",
                        "computed under 'steps on an abacus",
                        "checkpoints 4 computed",
                        "8 computed");
        OnsetProcess status =
                OnsetProcess.start(anew, Map.of(), "status", STUDY); // of yet another profile: it looks alone
        assertThat(status.exit()).isZero();
        assertThat(status.text())
                .contains("done", "4 observed", "steps on an orrery")
                .doesNotContain("abacus");
        OnsetProcess reused = OnsetProcess.start(anew, other, "run", STUDY);
        assertThat(reused.exit()).isZero();
        assertThat(reused.text()).contains("observations 0 computed, 8 reused");
    }

    /** Of more than a hundred points each has one page with its course, and what is drawn of all stays small. */
    @Test
    void aGridOverIt_needsNothingOfIt_andOfManyPointsEachHasAPageOfItsOwn() throws Exception {
        String starts = IntStream.range(0, 101).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String text = OnsetProcess.succeed(
                data,
                "run",
                STUDY,
                "--set",
                "checkpoints.explicit=[1]",
                "--set",
                "grid.product={start: [" + starts + "]}");
        assertThat(text)
                .contains("101 runs beside each other", "checkpoints 202 computed", "observations 404 computed");
        Path report = data.resolve("reports").resolve(STUDY);
        assertThat(Files.readString(report.resolve("index.html")))
                .contains("href=\"cells/start-100.html\"", "48 of 101 are drawn");
        assertThat(Files.readString(report.resolve("cells/start-100.html")))
                .contains("The steps add up", "{&quot;start&quot;:100}", "<svg");
    }

    @Test
    void aStageThatDoesNotExist_isNotPinnedAnew() throws Exception {
        OnsetProcess refused = OnsetProcess.start(data, Map.of(), "run", STUDY, "--repin", "trian");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).contains("has no stage 'trian'", "train, value, square, fit");
    }

    @Test
    void negativeControl_anotherStartHasAnotherDigest_andABadOneIsRefused(@TempDir Path other) throws Exception {
        OnsetProcess.succeed(data, "run", STUDY);
        OnsetProcess.succeed(other, "run", STUDY, "--set", "start=2");
        assertThat(OnsetProcess.outcome(other, STUDY).get("digest"))
                .isNotEqualTo(OnsetProcess.outcome(data, STUDY).get("digest"));
        OnsetProcess refused = OnsetProcess.start(data, Map.of(), "run", STUDY, "--set", "start=-1");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).contains("start is negative");
    }
}
