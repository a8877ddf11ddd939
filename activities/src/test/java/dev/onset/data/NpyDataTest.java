package dev.onset.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.checkpoint.Npy;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays that are training and test examples already. */
@Tag("unit")
class NpyDataTest {
    @TempDir
    Path folder;

    private final Map<String, Path> files = new TreeMap<>();

    @BeforeEach
    void write() throws IOException {
        for (String role : List.of("trainInputs", "trainLabels", "testInputs", "testLabels")) {
            files.put(role, folder.resolve(role + ".npy"));
        }
        Npy.write(files.get("trainInputs"), new float[] {5, 6, 3, 4, 1, 2}, 3, 2);
        Npy.write(files.get("trainLabels"), new long[] {2, 0, 1}, 3);
        Npy.write(files.get("testInputs"), new double[] {9, 8, 7, 6}, 2, 1, 2);
        Npy.write(files.get("testLabels"), new long[] {1, 1}, 2, 1);
    }

    private static DataSpec spec(double labelNoise) {
        return new DataSpec(
                "", "", DataSpec.Format.NPY, List.of(2), 3, 1, false, 0, 0, labelNoise, 0, "a", "b", "c", "d", "");
    }

    private Split split(double labelNoise) {
        DataSpec parts = DatasetReader.withParts(files, spec(labelNoise));
        assertThat(parts.train()).isEqualTo(3);
        assertThat(parts.test()).isEqualTo(2);
        return Split.of(DatasetReader.read(files, parts), parts, parts.split());
    }

    @Test
    void theOrderIsKept_noSplitIsMade_andRowsCountFrom0InEachPart() throws IOException {
        Split split = split(0);
        assertThat(split.trainRows()).containsExactly(5, 6, 3, 4, 1, 2);
        assertThat(split.trainLabels()).containsExactly(2, 0, 1);
        assertThat(split.testRows()).containsExactly(9, 8, 7, 6);
        assertThat(split.testLabels()).containsExactly(1, 1);
        assertThat(split.trainIndices()).containsExactly(0, 1, 2);
        assertThat(split.testIndices()).containsExactly(0, 1);
    }

    @Test
    void labelNoiseReachesBothParts() throws IOException {
        Split split = split(1);
        for (int i = 0; i < 3; i++) {
            assertThat(split.trainMislabelled(i)).isTrue();
        }
        assertThat(split.testMislabelled(0)).isTrue();
        assertThat(split.testLabels()[0]).isNotEqualTo(1);
    }

    @Test
    void whatNumpyWritesInItsOtherTypesAndVersionsIsRead() throws IOException {
        Files.write(files.get("trainLabels"), npy(1, "|u1", "(3,)", new byte[] {1, 0, 2}));
        byte[] ints = ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1)
                .putInt(2)
                .putInt(3)
                .putInt(4)
                .putInt(5)
                .putInt(-6)
                .array();
        Files.write(files.get("trainInputs"), npy(2, "<i4", "(3, 2)", ints));
        Split split = split(0);
        assertThat(split.trainLabels()).containsExactly(1, 0, 2);
        assertThat(split.trainRows()).containsExactly(1, 2, 3, 4, 5, -6);
    }

    @Test
    void aGzippedArrayIsRead() throws IOException {
        byte[] plain = Files.readAllBytes(files.get("trainInputs"));
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(files.get("trainInputs")))) {
            out.write(plain);
        }
        assertThat(split(0).trainRows()).containsExactly(5, 6, 3, 4, 1, 2);
    }

    @Test
    void badArraysAreRefusedWithTheirPlace() throws IOException {
        Npy.write(files.get("trainLabels"), new long[] {2, 0, 3}, 3);
        refused("trainLabels", "row 2", "label 3 is not from 0 to 2");
        Npy.write(files.get("trainLabels"), new double[] {2, 0, 1}, 3);
        refused("trainLabels", "holds <f8", "whole numbers");
        Npy.write(files.get("trainLabels"), new long[] {2, 0}, 2);
        refused("trainLabels", "holds 2 labels for the 3 examples");
        write();
        Npy.write(files.get("testInputs"), new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        refused("testInputs", "examples of 3 values", "data.shape [2]");
        Npy.write(files.get("testInputs"), new float[] {1, Float.NaN, 3, 4}, 2, 2);
        refused("testInputs", "row 0, value 1", "NaN is not a finite");
        write();
        byte[] whole = Files.readAllBytes(files.get("testInputs"));
        Files.write(files.get("testInputs"), Arrays.copyOf(whole, whole.length - 3));
        refused("testInputs", "is cut short");
        Files.write(files.get("testInputs"), Arrays.copyOf(whole, whole.length + 1));
        refused("testInputs", "trailing bytes");
        Files.write(files.get("testInputs"), "PK no array".getBytes(StandardCharsets.US_ASCII));
        refused("testInputs", "NumPy's magic");
    }

    private void refused(String role, String... words) {
        assertThatThrownBy(() -> split(0))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageStartingWith(files.get(role).toString())
                .hasMessageContainingAll(words);
    }

    @Test
    void theFourArraysBelongToTheirFormatAlone() {
        assertThatThrownBy(() -> new DataSpec(
                        "x.csv", "", DataSpec.Format.CSV, List.of(2), 3, 1, false, 1, 1, 0, 0, "a", "", "", "", ""))
                .isInstanceOf(FieldException.class)
                .hasMessageContaining("format npy alone");
        assertThatThrownBy(() -> new DataSpec(
                        "", "", DataSpec.Format.NPY, List.of(2), 3, 1, false, 0, 0, 0, 0, "a", "b", "c", "", ""))
                .hasMessageContaining("testLabels");
    }

    private static byte[] npy(int version, String type, String shape, byte[] values) {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(12 + header.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            out.putShort((short) header.length);
        } else {
            out.putInt(header.length);
        }
        out.put(header).put(values);
        return Arrays.copyOf(out.array(), out.position());
    }
}
