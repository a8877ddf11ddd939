package dev.onset.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class DatasetReaderTest {
    @TempDir
    private Path folder;

    @Test
    void bundledDigits_areReadWhole() {
        Dataset digits = DatasetReader.readBundled(
                "bundled:digits",
                new DataSpec("bundled:digits", "", Format.CSV, List.of(1, 8, 8), 10, 16, false, 300, 1000, 0, 0));
        assertThat(digits.count()).isEqualTo(1797);
        assertThat(digits.features()).isEqualTo(64);
        assertThat(digits.rows()[2]).isEqualTo(5 / 16f);
        assertThat(Arrays.stream(digits.labels()).distinct()).hasSize(10);
    }

    @Test
    void bundledBreastCancer_isReadBehindItsHeader() {
        Dataset data = DatasetReader.readBundled(
                "breast_cancer", new DataSpec("x", "", Format.CSV_HEADER, List.of(30), 2, 1, true, 300, 269, 0, 0));
        assertThat(data.count()).isEqualTo(569);
        assertThat(data.rows()[0]).isEqualTo(17.99f);
        assertThat(Arrays.stream(data.labels()).sum()).isEqualTo(357);
    }

    @Test
    void byteOrderMark_beforeAHeader_keepsWhatTheHeaderPromises() throws IOException {
        DataSpec spec = new DataSpec("x", "", Format.CSV_HEADER, List.of(1), 2, 1, false, 1, 1, 0, 0);
        Path whole = Files.writeString(folder.resolve("whole.csv"), "\uFEFF2,1,no,yes\n5,0\n6,1\n");
        assertThat(DatasetReader.read(Map.of("data", whole), spec).labels()).containsExactly(0, 1);
        Path cut = Files.writeString(folder.resolve("cut.csv"), "\uFEFF3,1,no,yes\n5,0\n6,1\n");
        assertThatThrownBy(() -> DatasetReader.read(Map.of("data", cut), spec))
                .hasMessageContainingAll("line 1", "promises 3 rows, but 2 follow");
    }

    @Test
    void quoteThatIsNeverClosed_isRefusedWithItsLine() throws IOException {
        DataSpec spec = new DataSpec("x", "", Format.CSV, List.of(1), 2, 1, false, 1, 1, 0, 0);
        Path open = Files.writeString(folder.resolve("open.csv"), "5,0\n6,\"1\n7,0\n");
        assertThatThrownBy(() -> DatasetReader.read(Map.of("data", open), spec))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageContainingAll("line 2", "never closed");
        Path closed = Files.writeString(folder.resolve("closed.csv"), "5,0\n6,\"1\"\n7,0\n");
        assertThat(DatasetReader.read(Map.of("data", closed), spec).labels()).containsExactly(0, 1, 0);
    }

    @Test
    void bundledNames_areKnownWithAndWithoutPrefix_othersRefused() throws IOException {
        assertThat(BundledData.isBundled("bundled:digits")).isTrue();
        assertThat(BundledData.isBundled("digits.csv")).isFalse();
        assertThat(BundledData.open("nothing")).isEmpty();
        try (var in = BundledData.open("bundled:digits").orElseThrow()) {
            assertThat(in.read()).isEqualTo(0x1f);
        }
        assertThatThrownBy(() -> DatasetReader.readBundled("bundled:nothing", csv(1, 1)))
                .hasMessageContaining("'bundled:nothing'");
    }

    @Test
    void csv_isScaledAndMayHaveBlanksSpacesCarriageReturnsAndAByteOrderMark() throws IOException {
        Path file = write("\uFEFF1, 2e1,0\r\n\r\n-3,+.5,2\r\n");
        for (Path path : List.of(file, gzip(file))) {
            Dataset data = DatasetReader.read(Map.of("data", path), csv(1, 1));
            assertThat(data.rows()).containsExactly(0.5f, 10, -1.5f, 0.25f);
            assertThat(data.labels()).containsExactly(0, 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2,0/1,2|line 2: has 2 columns instead of 3",
                "1,2,0//1,2,3,0|line 3: has 4 columns",
                "1,2,0/1,abc,0|line 2, column 2: 'abc' is not a finite number",
                "1,2,0/1,,0|line 2, column 2: is empty",
                "1,2,0/NaN,2,0|line 2, column 1: 'NaN'",
                "1,2,0/Infinity,2,0|line 2, column 1: 'Infinity'",
                "1,2,0/1e39,2,0|line 2, column 1: '1e39' is not a finite single-precision number",
                "1,2,0/1f,2,0|line 2, column 1: '1f'",
                "1,2,0/0x1p3,2,0|line 2, column 1: '0x1p3'",
                "1,2,0/1e,2,0|line 2, column 1: '1e'",
                "1,2,0/1,2,3|line 2, column 3: label '3' is not a whole number from 0 to 2",
                "1,2,0/1,2,-1|line 2, column 3: label '-1'",
                "1,2,0/1,2,1.5|line 2, column 3: label '1.5'",
                "1,2,0|holds 1 rows; data.train 1 and data.test 1 need 2",
                "/|holds no rows"
            })
    void badCsv_isRefusedWithItsPlace(String lines, String expected) throws IOException {
        Path file = write(lines.replace('/', '\n') + "\n");
        refused(() -> DatasetReader.read(Map.of("data", file), csv(1, 1)), file, expected);
    }

    @Test
    void emptyMissingAndUnreadableFiles_areRefused() throws IOException {
        Path empty = write("");
        refused(() -> DatasetReader.read(Map.of("data", empty), csv(1, 1)), empty, "holds no rows");
        Path missing = folder.resolve("missing.csv");
        refused(() -> DatasetReader.read(Map.of("data", missing), csv(1, 1)), missing, "there is no such data file");
        refused(() -> DatasetReader.read(Map.of("data", folder), csv(1, 1)), folder, "cannot be read");
    }

    @Test
    void gzipThatEndsEarlyOrIsDamaged_isRefused() throws IOException {
        Path whole = gzip(write("1,2,0\n".repeat(1000)));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 12));
        refused(() -> DatasetReader.read(Map.of("data", cut), csv(1, 1)), cut, "damaged or ends early");
        bytes[bytes.length - 6] ^= 1;
        Path flipped = folder.resolve("flipped");
        Files.write(flipped, bytes);
        refused(() -> DatasetReader.read(Map.of("data", flipped), csv(1, 1)), flipped, "damaged or ends early");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3,2,a,b,c/1,2,0/1,2,1|line 1: promises 3 rows, but 2 follow",
                "2,3,a,b,c/1,2,0/1,2,1|line 1: promises 3 features, but data.shape has 2",
                "2,2,a,b/1,2,0/1,2,1|line 1: names 2 classes, but data.classes is 3"
            })
    void headerThatPromisesOtherwise_isRefused(String lines, String expected) throws IOException {
        Path file = write(lines.replace('/', '\n'));
        refused(() -> DatasetReader.read(Map.of("data", file), header()), file, expected);
    }

    @Test
    void headerOfAnyText_isPassedOver_andOnlyIt() throws IOException {
        Path file = write("width,height,class\n1,2,0\n3,4,2\n");
        assertThat(DatasetReader.read(Map.of("data", file), header()).count()).isEqualTo(2);
        refused(() -> DatasetReader.read(Map.of("data", file), csv(1, 1)), file, "line 1, column 1: 'width'");
    }

    @Test
    void idxPair_isRead_gzippedOrNot() throws IOException {
        Path images = idx("images", new int[] {2, 1, 2}, 0, 255, 10, 20);
        Path labels = idx("labels", new int[] {2}, 2, 0);
        Dataset data = DatasetReader.read(Map.of("data", images, "labels", gzip(labels)), idxSpec());
        assertThat(data.rows()).containsExactly(0, 127.5f, 5, 10);
        assertThat(data.labels()).containsExactly(2, 0);
        assertThat(DatasetReader.read(Map.of("data", gzip(images), "labels", labels), idxSpec())
                        .rows())
                .isEqualTo(data.rows());
    }

    @Test
    void badIdx_isRefusedWithItsPlace() throws IOException {
        Path images = idx("images", new int[] {2, 1, 2}, 0, 255, 10, 20);
        Path labels = idx("labels", new int[] {2}, 2, 0);
        idxRefused(idx("a", new int[] {2, 1, 2}, 0, 255, 10), labels, "a", "ends within example 2 of the 2");
        idxRefused(idx("b", new int[] {2, 1, 2}, 0, 255, 10, 20, 30), labels, "b", "goes on after the 2 entries");
        idxRefused(idx("c", new int[] {1, 1, 2}, 0, 255), labels, "labels", "holds 2 labels for the 1 images");
        idxRefused(idx("d", new int[] {2, 2, 2}, 0, 255, 10, 20, 1, 2, 3, 4), labels, "d", "examples have 4 values");
        idxRefused(idx("d2", new int[] {2, 1 << 30, 1 << 30, 1 << 30}), labels, "d2", "header: examples have");
        idxRefused(idx("d3", new int[] {-1, 1, 2}), labels, "d3", "dimension of 4294967295");
        idxRefused(images, idx("e", new int[] {2}, 2, 3), "e", "label 2: 3 is not from 0 to 2");
        idxRefused(images, idx("f", new int[] {2}, 2), "f", "ends after label 1 of the 2");
        idxRefused(images, idx("g", new int[] {1, 2}, 2, 0), "g", "has 2 dimensions");
        idxRefused(bytes("h", 0, 0, 8), labels, "h", "no IDX header");
        idxRefused(bytes("i", 0, 0, 13, 1, 0, 0, 0, 1), labels, "i", "type 0x0d");
        idxRefused(bytes("j", 0, 0, 8, 3, 0, 0, 0, 1), labels, "j", "ends before its 3 dimensions");
        idxRefused(bytes("k"), labels, "k", "no IDX header");
        idxRefused(idx("l", new int[] {0, 1, 2}), idx("m", new int[] {0}), "l", "holds no rows");
    }

    @Test
    void headerThatPromisesTerabytes_isRefusedBeforeAnyMemoryIsTaken() throws IOException {
        Path images = idx("images", new int[] {Integer.MAX_VALUE, 1, 2}, 1, 2);
        idxRefused(images, images, "images", "ends within example 2 of the 2147483647");
    }

    private void idxRefused(Path images, Path labels, String file, String expected) {
        refused(
                () -> DatasetReader.read(Map.of("data", images, "labels", labels), idxSpec()),
                folder.resolve(file),
                expected);
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable read, Path file, String expected) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(expected);
    }

    private static DataSpec csv(int train, int test) {
        return new DataSpec("x.csv", "", Format.CSV, List.of(2), 3, 2, false, train, test, 0, 0);
    }

    private static DataSpec header() {
        return new DataSpec("x.csv", "", Format.CSV_HEADER, List.of(2), 3, 1, false, 1, 1, 0, 0);
    }

    private static DataSpec idxSpec() {
        return new DataSpec("x", "y", Format.IDX, List.of(1, 1, 2), 3, 2, false, 1, 1, 0, 0);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text, StandardCharsets.UTF_8);
    }

    private Path gzip(Path file) throws IOException {
        Path packed = folder.resolve(file.getFileName() + "-packed");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(file, out);
        }
        return packed;
    }

    private Path idx(String name, int[] dimensions, int... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 8, (byte) dimensions.length});
        for (int dimension : dimensions) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(dimension).array());
        }
        for (int value : values) {
            out.write(value);
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    private Path bytes(String name, int... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : values) {
            out.write(value);
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }
}
