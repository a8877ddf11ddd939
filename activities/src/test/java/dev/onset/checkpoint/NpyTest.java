package dev.onset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is expected here was written by NumPy 2.4.6's {@code numpy.save}. */
@Tag("unit")
final class NpyTest {
    private static final String FLAT = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("a.npy");
    }

    @Test
    void float32Matrix_hasTheBytesThatNumpyWrites() throws IOException {
        Npy.write(file, new float[] {1.5f, -2, 3, 0, Float.POSITIVE_INFINITY, -0f}, 2, 3);
        byte[] header = ("\u0093NUMPY\1\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
                        + " ".repeat(58) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] values = HexFormat.of().parseHex("0000c03f000000c000004040000000000000807f00000080");
        byte[] expected = Arrays.copyOf(header, header.length + values.length);
        System.arraycopy(values, 0, expected, header.length, values.length);
        assertThat(expected).hasSize(152);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @Test
    void everyTypeAndShape_hasTheDigestOfWhatNumpyWrites() throws IOException {
        Npy.write(file, new double[] {Math.PI, -1e-300}, 2);
        assertDigest("52ff5eae8c8564a7612636a39c4e38a452f759d6acc51e2367618162dc1a4808");
        Npy.write(file, new long[] {-1, 1L << 62}, 2);
        assertDigest("35370443d41933d432982366cdc2bb31e404e2d540a583327dae1909e93b3ea4");
        Npy.write(file, new float[0], 0);
        assertDigest("4e65bac20d7e3ce2d5f45a7e2a99fc25e1ca7ed28d2d729f4e598713da68639f");
        Npy.write(file, new double[] {2.5});
        assertDigest("e48eff868547062007e00b3f58f840c1ca9ebe1d6d38b5b62a390c828efb2271");
        int[] ones = new int[16];
        Arrays.fill(ones, 1);
        Npy.write(file, new double[1], ones);
        assertDigest("92dca8e985a1a0aed36698d28af128bc18c417d43f2a7b6ab633be8a8b15fa94");
        float[] count = new float[100_000];
        for (int i = 0; i < count.length; i++) {
            count[i] = i;
        }
        Npy.write(file, count, count.length);
        assertDigest("d2ecd8e1b5dbd15dabf0312d5fa8d17b96093d5f4ae976167c1c8d0e0b2eef9d");
    }

    @Test
    void interruptedThread_stillWritesAndReads() throws IOException {
        Thread.currentThread().interrupt();
        try {
            Npy.write(file, new float[] {1, 2}, 2);
            assertThat(Npy.readFloats(file)).containsExactly(1, 2);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void everyTruncation_isRefused() throws IOException {
        Npy.write(file, new double[] {1, 2, 3}, 3);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npy.readDoubles(file))
                    .as("cut to %d", length)
                    .isInstanceOf(MalformedArrayException.class)
                    .hasMessageStartingWith("a.npy ");
            assertThatThrownBy(() -> Npy.shape(file)).isInstanceOf(MalformedArrayException.class);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertRefused("has trailing bytes: 25 bytes of values where the shape [3] asks for 24");
        Files.write(file, Arrays.copyOf(whole, whole.length - 8));
        assertRefused("is cut short: 16 bytes");
        // negative control: the whole file is accepted
        Files.write(file, whole);
        assertThat(Npy.readDoubles(file)).containsExactly(1, 2, 3);
    }

    @Test
    void anotherType_isRefusedByName() throws IOException {
        Npy.write(file, new float[] {1, 2}, 2);
        assertThatThrownBy(() -> Npy.readDoubles(file)).hasMessage("a.npy holds <f4 where <f8 is expected");
        assertThatThrownBy(() -> Npy.readLongs(file)).hasMessage("a.npy holds <f4 where <i8 is expected");
    }

    @Test
    void headerOfAnotherKind_isRefusedWithTheReason() throws IOException {
        header(FLAT.replace("<f4", ">f4"));
        assertRefused("holds '>f4', none of [<f4, <f8, <i8, <i4, <i2, |i1, |u1, |b1]");
        header(FLAT.replace("<f4", "|O"));
        assertRefused("holds '|O'");
        header(FLAT.replace("False", "True"));
        assertRefused("is in Fortran order");
        header(FLAT.replace("(2,)", "(99999999, 99999999, 99999999)"));
        assertRefused("more than an array holds here");
        header(FLAT.replace("(2,)", "(9999999999,)"));
        assertRefused("has a dimension of 9999999999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1 + 1,), }",
                "{'descr': '<f4', 'shape': (2,), 'fortran_order': False, 'x': 1}",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }"
            })
    void headerThatIsNoPlainArrays_isRefused(String text) throws IOException {
        header(text);
        assertRefused("has a header that is not a plain array's");
    }

    @Test
    void otherMagicOrVersion_isRefused() throws IOException {
        header(FLAT);
        byte[] whole = Files.readAllBytes(file);
        whole[6] = 2;
        Files.write(file, whole);
        assertRefused("has format version 2.0, not 1.0");
        whole[0] = 0;
        Files.write(file, whole);
        assertRefused("does not begin with NumPy's magic bytes");
    }

    @Test
    void valuesThatDoNotFillTheShape_areNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> Npy.write(file, new float[5], 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Npy.write(file, new float[6], -2, -3));
        assertThat(file).doesNotExist();
    }

    private void header(String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[10 + body.length + 8];
        System.arraycopy(HexFormat.of().parseHex("934e554d50590100"), 0, bytes, 0, 8);
        bytes[8] = (byte) body.length;
        System.arraycopy(body, 0, bytes, 10, body.length);
        Files.write(file, bytes);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> Npy.shape(file))
                .isInstanceOf(MalformedArrayException.class)
                .hasMessageStartingWith("a.npy ")
                .hasMessageContaining(reason);
    }

    private void assertDigest(String expected) throws IOException {
        assertThat(dev.onset.store.Digest.sha256(file)).isEqualTo(expected);
    }

    @Test
    void shape_isReadWithoutTheValues() throws IOException {
        Npy.write(file, new long[6], 1, 2, 3);
        assertThat(Npy.shape(file)).isEqualTo(List.of(1, 2, 3));
    }
}
