package dev.onset.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.checkpoint.Npy;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec.Format;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts, images and archives are read whole or refused with their place. */
@Tag("unit")
class DataFormatsTest {
    private static final String TOKENS = "[PAD]\n[UNK]\n[MASK]\na\ngood\nfilm\n";

    @TempDir
    Path folder;

    private static DataSpec spec(Format format, List<Integer> shape, int classes) {
        String vocabulary = format == Format.TSV ? "v.txt" : "";
        int count = format.isSplit() ? 0 : 1;
        return new DataSpec("x", "", format, shape, classes, 1, false, count, count, 0, 0, "", "", "", "", vocabulary);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable read, String... words) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INVALID))
                .hasMessageContainingAll(words);
    }

    private Dataset text(String tsv, String tokens) throws IOException {
        Path file = Files.writeString(folder.resolve("x.tsv"), tsv);
        Path vocabulary = Files.writeString(folder.resolve("v.txt"), tokens);
        return DatasetReader.read(Map.of("data", file, "vocabulary", vocabulary), spec(Format.TSV, List.of(4), 2));
    }

    @Test
    void aText_becomesTheNumbersOfItsWords_filledUpOrCut() throws IOException {
        Dataset data = text("sentence\tlabel\na Good \"film\"\t1\n\na a a a a\t0\n", TOKENS);
        assertThat(data.rows()).containsExactly(3, 4, 1, 0, 3, 3, 3, 3);
        assertThat(data.labels()).containsExactly(1, 0);
        assertThat(data.legend().token(4)).isEqualTo("good");
        assertThat(data.legend().mask()).isEqualTo(2);
        assertThat(data.legend().padding()).isZero();
        assertThat(text("label\tsentence\n1\tfilm\n0\ta\n", TOKENS).rows()).containsExactly(5, 0, 0, 0, 3, 0, 0, 0);
    }

    @Test
    void badTexts_areRefusedWithTheirLine() {
        refused(() -> text("sentence,label\na,1\n", TOKENS), "line 1", "label and one that holds the text");
        refused(() -> text("sentence\tlabel\na\t2\n", TOKENS), "line 2", "label '2'");
        refused(() -> text("sentence\tlabel\na\n", TOKENS), "line 2", "1 columns");
        refused(() -> text("sentence\tlabel\n \t1\n", TOKENS), "line 2", "empty text");
        refused(() -> text("sentence\tlabel\nbad\t1\n", "a\ngood\n"), "line 2", "'bad'", "no [UNK]");
        refused(() -> text("sentence\tlabel\na\t1\n", ""), "v.txt", "no tokens");
    }

    @Test
    void cifarRecords_areALabelAndPlanes_gzippedOrNot() throws IOException {
        byte[] records = {1, 10, 20, 30, 0, 40, 50, (byte) 255};
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(records);
        }
        for (byte[] stored : List.of(records, zipped.toByteArray())) {
            Dataset data = cifar(stored);
            assertThat(data.rows()).containsExactly(10, 20, 30, 40, 50, 255);
            assertThat(data.labels()).containsExactly(1, 0);
        }
        refused(() -> cifar(Arrays.copyOf(records, 7)), "record 2", "ends early");
        refused(() -> cifar(new byte[] {2, 1, 1, 1}), "record 1", "label 2");
        refused(() -> cifar(new byte[0]), "no rows");
        refused(() -> cifar(Arrays.copyOf(zipped.toByteArray(), 20)), "gzip");
    }

    private Dataset cifar(byte[] stored) throws IOException {
        Path file = Files.write(folder.resolve("batch.bin"), stored);
        return DatasetReader.read(Map.of("data", file), spec(Format.CIFAR10, List.of(3, 1, 1), 2));
    }

    @Test
    void images_areReadFromFoldersOfClasses_inTheOrderOfTheirNames() throws IOException {
        Path zip = zip(Map.of(
                "set/dog/1.png",
                png(2, 1, 0x0000ff),
                "set/cat/2.png",
                png(2, 1, 0xff8000),
                "set/readme.txt",
                new byte[3]));
        Dataset colour = DatasetReader.read(Map.of("data", zip), spec(Format.IMAGE_FOLDER, List.of(3, 1, 2), 2));
        assertThat(colour.labels()).containsExactly(0, 1);
        assertThat(colour.rows()).containsExactly(255, 255, 128, 128, 0, 0, 0, 0, 0, 0, 255, 255);
        Dataset grey = DatasetReader.read(Map.of("data", zip), spec(Format.IMAGE_FOLDER, List.of(1, 1, 2), 2));
        assertThat(grey.rows()).containsExactly(151, 151, 29, 29);
    }

    @Test
    void badImages_areRefusedByName() throws IOException {
        DataSpec spec = spec(Format.IMAGE_FOLDER, List.of(3, 1, 2), 2);
        Path one = zip(Map.of("cat/1.png", png(2, 1, 0)));
        refused(() -> DatasetReader.read(Map.of("data", one), spec), "1 folders [cat]", "data.classes is 2");
        Path large = zip(Map.of("cat/1.png", png(3, 1, 0)));
        refused(() -> DatasetReader.read(Map.of("data", large), spec), "'cat/1.png'", "1 x 3 pixels", "1 x 2");
        Path junk = zip(Map.of("cat/1.png", new byte[] {1, 2, 3}));
        refused(() -> DatasetReader.read(Map.of("data", junk), spec), "'cat/1.png'", "no image");
        byte[] whole = png(2, 1, 0);
        Path cut = zip(Map.of("cat/1.png", Arrays.copyOf(whole, whole.length - 20)));
        refused(() -> DatasetReader.read(Map.of("data", cut), spec), "'cat/1.png'", "cannot be decoded");
        Path none = Files.writeString(folder.resolve("none.zip"), "no archive");
        refused(() -> DatasetReader.read(Map.of("data", none), spec), "no zip archive with images");
    }

    private static byte[] png(int width, int height, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve("images.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    @Test
    void anArchiveOfArrays_isReadAsTheArraysAre() throws IOException {
        Path inputs = folder.resolve("i.npy");
        Path labels = folder.resolve("l.npy");
        Npy.write(inputs, new float[] {1, 2, 3, 4}, 2, 2);
        Npy.write(labels, new long[] {0, 1}, 2);
        byte[] i = Files.readAllBytes(inputs);
        byte[] l = Files.readAllBytes(labels);
        Path whole = zip(Map.of("x_train.npy", i, "y_train.npy", l, "testInputs.npy", i, "testLabels.npy", l));
        DataSpec parts = DatasetReader.withParts(Map.of("data", whole), spec(Format.NPZ, List.of(2), 2));
        assertThat(parts.train()).isEqualTo(2);
        Split split = Split.of(DatasetReader.read(Map.of("data", whole), parts), parts, 0);
        assertThat(split.testRows()).containsExactly(1, 2, 3, 4);
        assertThat(split.testLabels()).containsExactly(0, 1);
        Path lacking = zip(Map.of("x_train.npy", i, "y_train.npy", l, "x_test.npy", i));
        refused(() -> DatasetReader.read(Map.of("data", lacking), parts), "no array testLabels or y_test or test_y");
    }

    @Test
    void aHeaderThatNamesTheColumns_namesTheFeatures() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "mean radius,texture,label\n1,2,0\n3,4,1\n");
        Dataset data = DatasetReader.read(Map.of("data", file), spec(Format.CSV_HEADER, List.of(2), 2));
        assertThat(data.legend().features()).containsExactly("mean radius", "texture");
        assertThat(data.rows()).containsExactly(1, 2, 3, 4);
    }
}
