package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A report's numbers go with it: into its files, into a store and back. */
@Tag("unit")
final class FigureReportTest {
    private static final FigureReport REPORT = ReportFixture.report();
    private static final Map<String, byte[]> FILES = ReportWriter.render(REPORT);

    @Test
    void outcomeHasTheCommonFields_theChecks_andTheKindsOwn() throws IOException {
        JsonNode outcome = new ObjectMapper().readTree(FILES.get("outcome.json"));
        List<String> names = new ArrayList<>();
        outcome.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "study", "fingerprint", "verdict", "words", "turn", "onset", "inner", "checks", "digest");
        assertThat(outcome.get("words").asText()).isEqualTo("words of the verdict");
        assertThat(outcome.get("turn").asDouble()).isEqualTo(3.5);
        assertThat(outcome.get("onset").isNull()).isTrue();
        assertThat(outcome.get("inner").get("steps").get(1).asLong()).isEqualTo(2);
        JsonNode good = outcome.get("checks").get(0);
        assertThat(good.get("name").asText()).isEqualTo("good");
        assertThat(good.get("expected").asDouble()).isEqualTo(1);
        assertThat(good.get("tolerance").asDouble()).isEqualTo(0.1);
        assertThat(good.get("measured").asDouble()).isEqualTo(1.05);
        assertThat(good.get("pass").asBoolean()).isTrue();
        JsonNode unmeasured = outcome.get("checks").get(1);
        assertThat(unmeasured.get("measured").isNull()).isTrue();
        assertThat(unmeasured.get("pass").asBoolean()).isFalse();
        assertThat(outcome.get("digest").asText()).isEqualTo(ReportDigest.of(REPORT));
    }

    @Test
    void everyFigureHasItsNumbersAsCsv() {
        assertThat(FILES.keySet())
                .contains(
                        "csv/training.csv",
                        "csv/strengths.csv",
                        "csv/runs.csv",
                        "csv/diagram.csv",
                        "csv/samples.csv",
                        "csv/runs-table.csv",
                        "csv/checks.csv")
                .doesNotContain("csv/beside.csv");
        assertThat(csv("training"))
                .startsWith("panel,series,x,y,standard_error,low,high\n")
                .contains("\"accuracy, share\",test,100.0,,,0.75,1.0\n")
                .contains("\"accuracy, share\",test,100.0,0.875,,,\n");
        assertThat(csv("runs")).isEqualTo("noise,error\n0,0.1\n\"\",1.0\n");
        assertThat(csv("diagram")).contains("phases,one,low,-0.5,,,\n", "phases,border,1.0,1.5,,,\n");
        assertThat(csv("samples"))
                .contains("a grey one,AND of 2,0 1,2.5,,,\n", "a grey one,input,1,1.0,,,\n")
                .contains("a grey one,player 0,1,,,,\n", "a sentence,player 1,3,,,,\n", "a row,input,1,-2.0,,,\n");
        assertThat(csv("strengths"))
                .startsWith("view,panel,series,x,y,standard_error,low,high\n")
                .contains("as they are,at 10,second,3.0,,,0.3,0.35\n");
        assertThat(csv("runs-table"))
                .contains("runs by noise,Step,1,1234.0,,,\n", "runs by noise,Share,2,not asked,,,\n");
    }

    @Test
    void figuresOfCurvesAlone_keepTheColumnsTheyHad() {
        Figure figure = Figure.of(
                "curves",
                "",
                "",
                Figure.Arrangement.STACKED,
                List.of(AxesPanel.of(
                        "y",
                        Scale.linear("x"),
                        Scale.linear("y"),
                        List.of(Series.Curve.line("=y", Colour.BLUE, new double[] {1}, new double[] {2})
                                .errors(new double[] {0.5})),
                        List.of())));
        assertThat(new DrawnNumbers(figure).table().text())
                .isEqualTo("panel,series,x,y,standard_error\ny,'=y,1.0,2.0,0.5\n");
    }

    @Test
    void storedAndReadBack_itHasTheSameFilesAndDigest() throws IOException {
        JsonMapper json = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        FigureReport read = json.readValue(json.writeValueAsBytes(REPORT), FigureReport.class);
        assertThat(ReportDigest.of(read)).isEqualTo(ReportDigest.of(REPORT));
        Map<String, byte[]> files = ReportWriter.render(read);
        assertThat(files.keySet()).isEqualTo(FILES.keySet());
        FILES.forEach((name, bytes) -> assertThat(files.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void aTallySaysHowManyChecksHold() {
        Check.Tally tally = Check.Tally.of(REPORT.checks());
        assertThat(tally.words()).isEqualTo("1 of 2 checks pass");
        assertThat(tally.agrees()).isFalse();
        assertThat(Check.Tally.of(List.of()).tested()).isFalse();
    }

    @Test
    void checksDecideByTheirRelation_andWhatIsNoNumberNeverPasses() {
        assertThat(Check.within("x", 1, 0.125, 1.125).pass()).isTrue();
        assertThat(Check.within("x", 1, 0.1, 1.2).pass()).isFalse();
        assertThat(Check.atMost("x", 1, 1).pass()).isTrue();
        assertThat(Check.atLeast("x", 1, 0.9).pass()).isFalse();
        assertThat(Check.atMost("x", 1, Double.NaN).pass()).isFalse();
        assertThat(Check.atMost("x", 1, Double.NaN).measured()).isEmpty();
    }

    private static String csv(String name) {
        return new String(FILES.getOrDefault("csv/" + name + ".csv", new byte[0]), StandardCharsets.UTF_8);
    }
}
