package dev.onset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@Tag("property")
final class NpyProperties {
    private static Path folder = Path.of("");

    @BeforeContainer
    static void createFolder() throws IOException {
        folder = Files.createTempDirectory("npy");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("a.npy"));
        Files.delete(folder);
    }

    @Property(tries = 200)
    void floats_comeBackBitForBit(@ForAll @Size(max = 300) float[] values) throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, values, values.length);
        assertThat(Npy.readFloats(file)).isEqualTo(values);
        byte[] once = Files.readAllBytes(file);
        Npy.write(file, values, values.length);
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
    }

    @Property(tries = 100)
    void doublesAndLongs_comeBackBitForBit(@ForAll @Size(max = 300) long[] bits) throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, bits, bits.length);
        assertThat(Npy.readLongs(file)).isEqualTo(bits);
        double[] values = new double[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Double.longBitsToDouble(bits[i]);
        }
        Npy.write(file, values, 1, values.length);
        double[] back = Npy.readDoubles(file);
        for (int i = 0; i < bits.length; i++) {
            assertThat(Double.doubleToRawLongBits(back[i])).isEqualTo(bits[i]);
        }
    }

    /** Around the size of the buffer that values pass through. */
    @Property(tries = 30)
    void lengthsAroundTheBuffer_comeBack(@ForAll @IntRange(min = 16_380, max = 16_390) int length) throws IOException {
        Path file = folder.resolve("a.npy");
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i;
        }
        Npy.write(file, values, length);
        assertThat(Npy.readFloats(file)).isEqualTo(values);
    }
}
