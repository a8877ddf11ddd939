package dev.onset.train;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native library that training runs on: its one thread, and its name for diagnosis. */
public final class TrainingLibrary {
    private static final int ONE_THREAD = 1;

    private TrainingLibrary() {}

    /** Loads and pins on first use; the class loader makes that once and safe. */
    private static final class Pinned {
        static final boolean DONE = apply();

        private static boolean apply() {
            Nd4j.getEnvironment().setMaxThreads(ONE_THREAD);
            Nd4j.getEnvironment().setMaxMasterThreads(ONE_THREAD);
            Nd4j.factory().blas().setMaxThreads(ONE_THREAD);
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(ONE_THREAD);
            // the library would otherwise run the collector every few seconds; its arrays here are closed by hand
            Nd4j.getMemoryManager().togglePeriodicGc(false);
            return true;
        }
    }

    /**
     * Loads the library and holds it to one native thread in this process, for ever: sums split over threads give other bits,
     * and small networks are faster on one. Has no effect the second time.
     *
     * @throws RuntimeException or a {@link LinkageError} when this machine cannot load it
     */
    public static void pin() {
        if (!Pinned.DONE) {
            throw new IllegalStateException("the training library could not be held to one thread");
        }
    }

    /**
     * Loads the library, multiplies once and says what it is.
     *
     * @throws RuntimeException or a {@link LinkageError} when this machine cannot load it
     */
    public static String describe() {
        pin();
        double four = Nd4j.ones(2, 2).mmul(Nd4j.ones(2, 2)).sumNumber().doubleValue() / 2;
        if (four != 4) {
            throw new IllegalStateException("a product of ones gave " + four + " instead of 4");
        }
        return backend() + ", " + kernels() + ", " + threads() + " thread";
    }

    /** Backend and version. */
    static String backend() {
        return Nd4j.getBackend().getClass().getSimpleName() + " " + version();
    }

    /** The instruction set it was built for and the best one it finds here, in its own numbers. */
    static String kernels() {
        NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
        return "build " + ops.binaryLevel() + " of " + ops.optimalLevel();
    }

    /** Native threads in use. */
    static int threads() {
        return Math.max(
                NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads(),
                Nd4j.factory().blas().getMaxThreads());
    }

    private static String version() {
        try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "of unknown version");
        } catch (IOException e) {
            return "of unknown version";
        }
    }
}
