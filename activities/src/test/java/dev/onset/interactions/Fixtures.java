package dev.onset.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** What an independent implementation computed; see fixtures/README.md. */
public final class Fixtures {
    public static final List<String> NETWORKS = List.of("digits_mlp_0", "digits_mlp_1", "bc_mlp_0", "bc_mlp_1");

    public record Game(String name, double[] v, double[] and, double[] or) {
        double[] u() {
            return shifted(v);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Objectives(
            double optimum,
            double noiseBound,
            double optimumWithNoise,
            double authors,
            int authorsAt,
            double andOnly,
            double halfSplit) {}

    private Fixtures() {}

    static double[] shifted(double[] v) {
        double[] u = v.clone();
        for (int s = 0; s < v.length; s++) {
            u[s] -= v[0];
        }
        return u;
    }

    public static Game network(String name) {
        try (var reader = new InputStreamReader(open(name + ".csv"), StandardCharsets.UTF_8)) {
            List<CSVRecord> rows = CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
            return new Game(name, column(rows, "v"), column(rows, "I_and"), column(rows, "I_or"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Objectives objectives(String name) {
        try (InputStream in = open("objectives.json")) {
            return new ObjectMapper()
                    .treeToValue(new ObjectMapper().readTree(in).get(name), Objectives.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Stream<String> analytic() {
        return Stream.of(
                        "and",
                        "constant",
                        "majority",
                        "mixed_and_or",
                        "or",
                        "threshold",
                        "unanimity_sum",
                        "xor",
                        "zero")
                .flatMap(game -> Stream.of(1, 2, 5, 8).map(n -> game + "_n" + n));
    }

    public static Game analytic(String name) {
        JsonNode json = json(name);
        return new Game(name, array(json.get("v")), array(json.get("I_and")), array(json.get("I_or")));
    }

    /** The optimal objective, or a negative number where the fixture has none. */
    static double analyticOptimum(String name) {
        return json(name).path("l1_optimum_q0").asDouble(-1);
    }

    private static JsonNode json(String name) {
        try (InputStream in = open("analytic/" + name + ".json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] array(JsonNode node) {
        double[] x = new double[node.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = node.get(i).asDouble();
        }
        return x;
    }

    private static double[] column(List<CSVRecord> rows, String name) {
        return rows.stream().mapToDouble(r -> Double.parseDouble(r.get(name))).toArray();
    }

    public static InputStream open(String name) {
        InputStream in = Fixtures.class.getResourceAsStream("/fixtures/" + name);
        if (in == null) {
            throw new IllegalStateException("fixture " + name + " is missing");
        }
        return in;
    }
}
