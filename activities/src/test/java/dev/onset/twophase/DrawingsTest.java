package dev.onset.twophase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.data.DataSpec;
import dev.onset.data.DataSpec.Format;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.game.ObservationSpec.Output;
import dev.onset.observe.InteractionFiles.Facts;
import dev.onset.observe.InteractionFiles.GameFacts;
import dev.onset.observe.InteractionFiles.SampleFacts;
import dev.onset.observe.InteractionFiles.Shard;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.report.SampleDrawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class DrawingsTest {
    /** Labels 0 and 1, then per image the planes of two pixels: red from 10 to 110, no green, blue the other way. */
    private static final byte[] RECORDS = {0, 10, 110, 10, 10, 110, 10, 1, 10, 110, 10, 10, 110, 10};

    @TempDir
    private Path folder;

    @Test
    void imagesOfThreeChannels_keepTheirColours_stretchedAlike() throws IOException {
        SampleDrawing.Image drawn = drawn(List.of(3, 1, 2));
        assertThat(drawn.colour()).containsExactly(new double[] {0, 1}, new double[] {0, 0}, new double[] {1, 0});
        assertThat(drawn.players()).as("pixels, not values").containsExactly(new int[] {0}, new int[] {1});
        assertThat(drawn.grey()).as("both are as bright").containsExactly(0, 0);
    }

    @Test
    void negativeControl_imagesOfTwoChannels_haveNone() throws IOException {
        SampleDrawing.Image drawn = drawn(List.of(2, 1, 3));
        assertThat(drawn.colour()).isEmpty();
        assertThat(drawn.grey()).containsExactly(0, 1, 0);
    }

    private SampleDrawing.Image drawn(List<Integer> shape) throws IOException {
        DataSpec data = new DataSpec("images.bin", "", Format.CIFAR10, shape, 2, 255, false, 1, 1, 0, 0);
        Path file = Files.write(folder.resolve("images.bin"), RECORDS);
        Split split = Split.of(DatasetReader.read(Map.of("data", file), data), data, 0);
        SampleFacts sample = new SampleFacts(
                "train",
                0,
                0,
                0,
                false,
                List.of(new int[] {0, 2, 4}, new int[] {1, 3, 5}),
                List.of(new GameFacts(Output.LOG_ODDS, 0, 1, 1, 1, 0, 1, 0)));
        Shard shard = new Shard(new Facts(1, 2, List.of(sample)), new double[4], new double[] {0, 1, 0, 0, 0, 0, 0, 0});
        return (SampleDrawing.Image) Drawings.of(new ObservedSample(shard, 0), 0, 10, split, data, Baseline.ZERO);
    }
}
