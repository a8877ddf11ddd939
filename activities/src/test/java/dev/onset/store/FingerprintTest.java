package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class FingerprintTest {
    private static final String DATA = Digest.sha256(new byte[] {1});
    private static final String OTHER_DATA = Digest.sha256(new byte[] {2});

    private record Training(double learningRate, int batch) {}

    private record Parameters(Training training, List<Integer> layers, long seed) {}

    private static Fingerprint of(Parameters parameters, String data, int threads) {
        return Fingerprint.of("train", "3", parameters, Map.of("data", data), Map.of("threads", threads));
    }

    private static Parameters parameters(double rate) {
        return new Parameters(new Training(rate, 32), List.of(64, 32), 7);
    }

    @Test
    void fingerprint_dependsOnValuesAndNotOnTheOrderOfKeysOrTheKindOfObject() {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("learningRate", 0.1);
        training.put("batch", 32);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seed", 7);
        map.put("training", training);
        map.put("layers", List.of(64, 32));
        assertThat(Fingerprint.of("train", "3", map, Map.of("data", DATA), Map.of("threads", 1)))
                .isEqualTo(of(parameters(0.1), DATA, 1));
    }

    /** Stored results are found by this digest: when it changes, every lab recomputes everything. */
    @Test
    void fingerprint_pinned() {
        Fingerprint fingerprint = of(parameters(0.1), DATA, 1);
        assertThat(fingerprint.document())
                .isEqualTo("{\"implementation\":\"3\",\"inputs\":{\"data\":\"" + DATA
                        + "\"},\"parameters\":{\"layers\":[64,32],\"seed\":7,\"training\":{\"batch\":32,"
                        + "\"learningRate\":0.1}},\"profile\":{\"threads\":1},\"stage\":\"train\"}");
        assertThat(fingerprint.sha256())
                .isEqualTo(Digest.sha256(fingerprint.document().getBytes()));
    }

    @Test
    void everyField_changesTheFingerprintAndIsNamedAsTheDifference() {
        Fingerprint base = of(parameters(0.1), DATA, 1);
        assertDifference(base, of(parameters(0.2), DATA, 1), "training.learningRate: 0.1 -> 0.2");
        assertDifference(base, of(parameters(0.1), OTHER_DATA, 1), "inputs.data: \"" + DATA);
        assertDifference(base, of(parameters(0.1), DATA, 2), "profile.threads: 1 -> 2");
        assertDifference(
                base, of(new Parameters(new Training(0.1, 32), List.of(64, 16), 7), DATA, 1), "layers[1]: 32 -> 16");
        assertDifference(
                base, of(new Parameters(new Training(0.1, 32), List.of(64), 7), DATA, 1), "layers: [64,32] -> [64]");
        assertDifference(
                base,
                Fingerprint.of("train", "4", parameters(0.1), Map.of("data", DATA), Map.of("threads", 1)),
                "implementation: \"3\" -> \"4\"");
        assertDifference(
                base,
                Fingerprint.of("train", "3", parameters(0.1), Map.of(), Map.of("threads", 1)),
                "inputs.data: \"" + DATA + "\" -> absent");
    }

    @Test
    void equalFingerprints_haveNoDifferenceAndSeveralComeInOrder() {
        Fingerprint base = of(parameters(0.1), DATA, 1);
        assertThat(Fingerprint.diff(base, of(parameters(0.1), DATA, 1))).isEmpty();
        assertThat(Fingerprint.diff(base, of(parameters(0.3), OTHER_DATA, 2)))
                .extracting(Difference::path)
                .containsExactly("inputs.data", "training.learningRate", "profile.threads");
    }

    @Test
    void fingerprintOfAStoredDocument_isTheSame() {
        Fingerprint base = of(parameters(0.1), DATA, 1);
        assertThat(Fingerprint.of(base.tree())).isEqualTo(base);
        assertThat(base.stage()).isEqualTo("train");
    }

    @Test
    void whatIsNoStageDigestOrFiniteNumber_isRefused() {
        for (String stage : List.of("a/b", "", "Train", "..")) {
            assertThatIllegalArgumentException()
                    .as(stage)
                    .isThrownBy(() -> Fingerprint.of(stage, "1", Map.of(), Map.of(), Map.of()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprint.of("train", "1", Map.of(), Map.of("data", "abc"), Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprint.of("train", "1", Map.of("rate", Double.NaN), Map.of(), Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint(DATA, "{}"));
    }

    @Test
    void canonicalJson_spellsADoubleOneWayAndRefusesWhatIsAmbiguous() throws IOException {
        assertThat(new String(CanonicalJson.bytes(List.of(2e-3, 1e22, 2.0, 5e-324, -0.0))))
                .isEqualTo("[0.002,1.0E22,2.0,4.9E-324,-0.0]");
        for (String bad : List.of("{\"a\":1,\"a\":2}", "{} {}", "{\"a\":NaN}")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> CanonicalJson.parse(bad.getBytes()))
                    .as(bad)
                    .isInstanceOf(IOException.class);
        }
    }

    private static void assertDifference(Fingerprint base, Fingerprint other, String expected) {
        assertThat(other.sha256()).isNotEqualTo(base.sha256());
        List<Difference> differences = Fingerprint.diff(base, other);
        assertThat(differences).hasSize(1);
        assertThat(differences.get(0).toString()).startsWith(expected);
    }
}
