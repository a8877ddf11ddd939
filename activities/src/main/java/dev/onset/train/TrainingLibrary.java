package dev.onset.train;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/** The native library that training runs on, for diagnosis. */
public final class TrainingLibrary {
    private TrainingLibrary() {}

    /**
     * Loads the library, multiplies once and says what it is.
     *
     * @throws RuntimeException or a {@link LinkageError} when this machine cannot load it
     */
    public static String describe() {
        double four = Nd4j.ones(2, 2).mmul(Nd4j.ones(2, 2)).sumNumber().doubleValue() / 2;
        if (four != 4) {
            throw new IllegalStateException("a product of ones gave " + four + " instead of 4");
        }
        return Nd4j.getBackend().getClass().getSimpleName() + " " + version() + ", BLAS threads "
                + System.getenv().getOrDefault("OPENBLAS_NUM_THREADS", "not pinned");
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
