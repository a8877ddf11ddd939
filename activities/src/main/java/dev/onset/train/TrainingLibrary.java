package dev.onset.train;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.versioncheck.VersionCheck;
import org.nd4j.versioncheck.VersionInfo;

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
        String version = VersionCheck.getVersionInfos().stream()
                .filter(info -> info.getArtifactId().equals("nd4j-api"))
                .map(VersionInfo::getBuildVersion)
                .findFirst()
                .orElse("of unknown version");
        return Nd4j.getBackend().getClass().getSimpleName() + " " + version + ", BLAS threads "
                + System.getenv().getOrDefault("OPENBLAS_NUM_THREADS", "not pinned");
    }
}
