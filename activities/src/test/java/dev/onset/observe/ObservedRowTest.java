package dev.onset.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.checkpoint.Npy;
import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec;
import dev.onset.game.ObservationSpec.AllFeatures;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.game.ObservationSpec.Output;
import dev.onset.game.SampleRows;
import dev.onset.game.SpectrumSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What absent players of a sample show. */
@Tag("unit")
class ObservedRowTest {
    private static final DataSpec DATA = new DataSpec(
            "",
            "",
            DataSpec.Format.NPY,
            List.of(5),
            2,
            1,
            false,
            2,
            2,
            0,
            0,
            "inputs.npy",
            "labels.npy",
            "inputs.npy",
            "labels.npy",
            "vocabulary.txt");

    @TempDir
    Path folder;

    @Test
    void hiddenWordsShowTheMask_andWhatFramesATextStays() throws IOException {
        assertThat(baseline(Baseline.MASK, 0)).containsExactly(1, 3, 3, 0, 0);
        assertThat(baseline(Baseline.MASK, 1)).containsExactly(1, 3, 3, 3, 3);
        assertThat(baseline(Baseline.ZERO, 0)).containsOnly(0);
    }

    private float[] baseline(Baseline baseline, int index) throws IOException {
        Path vocabulary =
                Files.writeString(folder.resolve("vocabulary.txt"), "[PAD]\n[CLS]\n[UNK]\n[MASK]\ngood\nfilm\n");
        Path inputs = folder.resolve("inputs.npy");
        Npy.write(inputs, new float[] {1, 4, 5, 0, 0, 1, 5, 2, 4, 5}, 2, 5);
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, new long[] {0, 1}, 2);
        Map<String, Path> files = DATA.sources().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        source -> source.getValue().startsWith("inputs")
                                ? inputs
                                : source.getValue().startsWith("labels") ? labels : vocabulary));
        Split split = Split.of(DatasetReader.read(files, DATA), DATA, 0);
        ObservationSpec spec = new ObservationSpec(
                new AllFeatures(),
                baseline,
                SampleRows.first(2),
                SampleRows.first(0),
                List.of(Output.LOG_ODDS),
                0,
                1e-3,
                1000,
                false,
                0.03,
                2,
                Device.CPU,
                SpectrumSpec.NONE);
        return ObservedRow.of(index, DATA, spec, split).baseline(spec, split);
    }
}
