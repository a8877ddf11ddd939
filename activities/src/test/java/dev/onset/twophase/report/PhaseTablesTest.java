package dev.onset.twophase.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.report.DataTable;
import dev.onset.report.Leaves;
import dev.onset.report.Leaves.Leaf;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.TestLosses;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class PhaseTablesTest {
    private static final TwoPhaseReport TYPICAL = Fixture.typical();
    /** Stands in outcome.json and on the page, in words. */
    private static final Pattern ELSEWHERE = Pattern.compile("/identity/.*|/verdict|/outputs\\[\\d+\\]/linear");

    @Test
    void everyMeasuredNumber_standsInSomeTable_toTheLastBit() throws IOException {
        for (TwoPhaseReport r : List.of(
                TYPICAL,
                new Fixture().players(5).build(),
                new Fixture().coloured().build())) {
            assertThat(missing(r, numbers(csv(r)))).isEmpty();
        }
    }

    @Test
    void negativeControl_aLostTableIsNoticed() throws IOException {
        Map<String, String> files = csv(TYPICAL);
        files.remove("sparsity");
        assertThat(missing(TYPICAL, numbers(files))).isNotEmpty().allMatch(path -> path.startsWith("/sparsity"));
    }

    @Test
    void everyNumberOutsideTheIdentity_changesSomeTable() throws IOException {
        TwoPhaseReport r = new Fixture().few().players(3).build();
        List<DataTable> before = new PhaseTables(r).all();
        List<Leaf> leaves = Leaves.of(r);
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            boolean plotted = leaf.measured()
                    && !leaf.word()
                    && !ELSEWHERE.matcher(leaf.path()).matches();
            Optional<TwoPhaseReport> other = plotted ? Leaves.changed(r, i) : Optional.empty();
            if (other.isPresent() && new PhaseTables(other.get()).all().equals(before)) {
                unseen.add(leaf.path());
            }
        }
        assertThat(unseen).isEmpty();
    }

    @Test
    void losses_areTheModelsRowByRow() throws IOException {
        List<CSVRecord> rows = parse(csv(TYPICAL).get("losses"));
        TestLosses test = TYPICAL.losses().test().orElseThrow();
        assertThat(rows).hasSize(TYPICAL.steps().length);
        for (int i = 0; i < rows.size(); i++) {
            CSVRecord row = rows.get(i);
            assertThat(Long.parseLong(row.get("step"))).isEqualTo(TYPICAL.steps()[i]);
            assertThat(number(row, "train_loss")).isEqualTo(TYPICAL.losses().train()[i]);
            assertThat(number(row, "train_accuracy")).isEqualTo(TYPICAL.losses().trainAccuracy()[i]);
            assertThat(number(row, "test_loss")).isEqualTo(test.loss()[i]);
            assertThat(number(row, "test_accuracy")).isEqualTo(test.accuracy()[i]);
            assertThat(number(row, "gap")).isEqualTo(test.gap()[i]);
            assertThat(number(row, "gap_low")).isEqualTo(test.gapLow()[i]);
            assertThat(number(row, "gap_high")).isEqualTo(test.gapHigh()[i]);
        }
    }

    @Test
    void strengths_carryAllThreeNormalisations() throws IOException {
        List<CSVRecord> rows = parse(csv(TYPICAL).get("strengths"));
        assertThat(rows).hasSize(2 * TYPICAL.steps().length * 10 * 4);
        OutputResult o = TYPICAL.outputs().get(1);
        CSVRecord row = rows.stream()
                .filter(r -> r.get("output").equals(o.id())
                        && r.get("step").equals("" + TYPICAL.steps()[7])
                        && r.get("order").equals("4")
                        && r.get("kind").equals("OR")
                        && r.get("sign").equals("negative"))
                .findFirst()
                .orElseThrow();
        double j = o.strengths().orNegative()[7][3];
        assertThat(number(row, "absolute")).isEqualTo(j);
        assertThat(number(row, "share")).isEqualTo(j * (1 / o.strengths().total(7)));
        assertThat(number(row, "per_effect")).isEqualTo(j * (1 / o.meanEffect()[7]));
    }

    @Test
    void sharesOfACheckpoint_addUpToOne() throws IOException {
        double sum = 0;
        for (CSVRecord row : parse(csv(TYPICAL).get("strengths"))) {
            if (row.get("output").equals("LOG_ODDS") && row.get("step").equals("0")) {
                sum += number(row, "share");
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void coloursOfASample_standBesideTheirMean_pixelByPixel() throws IOException {
        List<CSVRecord> rows = parse(csv(new Fixture().coloured().build()).get("sample-inputs"));
        assertThat(rows.stream()
                        .filter(row -> row.get("sample").equals("test 5, frog"))
                        .map(row -> row.get("index") + row.get("name") + number(row, "value")))
                .containsExactly(
                        "00.35", "10.55", "0red1.0", "1red0.25", "0green0.0", "1green0.5", "0blue0.0", "1blue0.875");
    }

    @Test
    void formulas_areDefused_andNumbersAreNot() throws IOException {
        TwoPhaseReport r =
                new Fixture().sampleTitle("=HYPERLINK(\"http://x\",\"y\"),a").build();
        CSVRecord row = parse(csv(r).get("interactions")).get(1);
        assertThat(row.get("sample")).isEqualTo("'=HYPERLINK(\"http://x\",\"y\"),a");
        assertThat(number(row, "effect")).isNegative();
    }

    /** The files as they are written. */
    private static Map<String, String> csv(TwoPhaseReport r) {
        Map<String, String> out = new TreeMap<>();
        TwoPhaseFigures.render(r).forEach((name, bytes) -> {
            if (name.startsWith("csv/")) {
                out.put(name.substring(4, name.length() - 4), new String(bytes, StandardCharsets.UTF_8));
            }
        });
        return out;
    }

    private static List<String> missing(TwoPhaseReport r, Set<Double> numbers) {
        return Leaves.of(r).stream()
                .filter(l -> l.measured() && l.value() instanceof Double d && !numbers.contains(d))
                .map(Leaf::path)
                .toList();
    }

    private static Set<Double> numbers(Map<String, String> files) throws IOException {
        Set<Double> out = new HashSet<>();
        for (String text : files.values()) {
            for (CSVRecord row : parse(text)) {
                for (String cell : row) {
                    if (cell.matches("-?[0-9.]+(E-?[0-9]+)?")) {
                        out.add(Double.valueOf(cell));
                    }
                }
            }
        }
        return out;
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }

    private static List<CSVRecord> parse(String text) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text))
                .getRecords();
    }
}
