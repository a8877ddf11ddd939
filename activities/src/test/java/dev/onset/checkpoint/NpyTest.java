package dev.onset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("a.npy");
    }

    /** As numpy.save(f, numpy.array([1., -2.5], dtype="<f4")) writes it. */
    @Test
    void bytesAreThoseThatNumPyWrites() throws IOException {
        Npy.write(file, new float[] {1f, -2.5f}, 2);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("934e554d505901007600");
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }   ")
                .endsWith(" \n");
        assertThat(HexFormat.of().formatHex(bytes, 128, bytes.length)).isEqualTo("0000803f000020c0");
    }

    @Property(tries = 60)
    void doublesComeBackToTheLastBit(@ForAll @Size(max = 20_000) double[] values) throws IOException {
        Path property = Files.createTempFile("npy", ".npy");
        try {
            Npy.write(property, values, values.length);
            assertThat(Npy.readDoubles(property)).isEqualTo(values);
        } finally {
            Files.delete(property);
        }
    }

    @Property(tries = 60)
    void floatsComeBackToTheLastBit(@ForAll @Size(max = 20_000) float[] values) throws IOException {
        Path property = Files.createTempFile("npy", ".npy");
        try {
            Npy.write(property, values, values.length);
            assertThat(Npy.readFloats(property)).isEqualTo(values);
        } finally {
            Files.delete(property);
        }
    }

    @Test
    void aShapeOfSeveralDimensionsIsKept() throws IOException {
        Npy.write(file, new double[24], 2, 3, 4);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("'shape': (2, 3, 4), }");
        assertThat(Npy.readDoubles(file)).hasSize(24);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Npy.write(file, new double[] {1, 2, 3}, 3);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npy.readDoubles(file))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void anotherTypeOrderOrExcessIsRefused() throws IOException {
        Npy.write(file, new float[] {1, 2}, 2);
        assertThatThrownBy(() -> Npy.readDoubles(file))
                .hasMessageContaining("<f4")
                .hasMessageContaining("<f8");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> Npy.readFloats(file)).hasMessageContaining("9 bytes");
        Files.writeString(
                file,
                new String(whole, StandardCharsets.ISO_8859_1).replace("False", "True "),
                StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Npy.readFloats(file)).hasMessageContaining("C-ordered");
    }

    @Test
    void valuesThatDoNotFillTheShapeAreRefused() {
        assertThatThrownBy(() -> Npy.write(file, new double[5], 2, 3)).hasMessageContaining("[2, 3]");
    }
}
