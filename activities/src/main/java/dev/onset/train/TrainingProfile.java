package dev.onset.train;

import dev.onset.numeric.JavaProfile;
import java.util.Locale;
import java.util.zip.CRC32;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What decides the bits of a training besides its settings: results are reproduced to the bit only under an equal profile.
 *
 * @param architecture processor architecture
 * @param java what this Java makes of the functions of {@link Math}
 * @param backend training library's backend and version
 * @param kernels its native build and the best instruction set it finds on this processor
 * @param threads its native threads
 * @param probe check sum over the bits of a fixed product of matrices and of its tanh: tells kernels apart that names do not
 */
public record TrainingProfile(
        String architecture, String java, String backend, String kernels, int threads, String probe) {
    private static final int PROBE = 61;

    /** The profile of this process; pins the library to one thread. Milliseconds once the library is loaded. */
    public static TrainingProfile current() {
        TrainingLibrary.pin();
        return new TrainingProfile(
                System.getProperty("os.arch"),
                JavaProfile.current(),
                TrainingLibrary.backend(),
                TrainingLibrary.kernels(),
                TrainingLibrary.threads(),
                measure());
    }

    /** One line, equal exactly when the profiles are. */
    public String canonical() {
        return "arch=" + architecture + ";" + java + ";training=" + backend + ";kernels=" + kernels + ";threads="
                + threads + ";probe=" + probe;
    }

    private static String measure() {
        float[] left = new float[PROBE * PROBE];
        float[] right = new float[PROBE * PROBE];
        for (int i = 0; i < left.length; i++) {
            left[i] = (float) StrictMath.sin(i);
            right[i] = (float) StrictMath.cos(i) / PROBE;
        }
        CRC32 sum = new CRC32();
        try (INDArray a = Nd4j.create(left, new long[] {PROBE, PROBE}, 'c');
                INDArray b = Nd4j.create(right, new long[] {PROBE, PROBE}, 'c');
                INDArray product = Nd4j.create(DataType.FLOAT, PROBE, PROBE)) {
            a.mmuli(b, product);
            add(sum, product);
            Nd4j.getExecutioner().exec(new Tanh(product));
            add(sum, product);
        }
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    private static void add(CRC32 sum, INDArray array) {
        for (float value : array.dup('c').data().asFloat()) {
            int bits = Float.floatToRawIntBits(value);
            for (int shift = 0; shift < 32; shift += 8) {
                sum.update(bits >>> shift);
            }
        }
    }
}
