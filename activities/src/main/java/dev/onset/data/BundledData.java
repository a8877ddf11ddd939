package dev.onset.data;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** The data sets that come with Onset; {@code README.md} beside them names their sources and licences. */
public final class BundledData {
    private static final String PREFIX = "bundled:";
    private static final Map<String, String> FILES =
            Map.of("digits", "digits.csv.gz", "breast_cancer", "breast_cancer.csv");

    private BundledData() {}

    /** Whether a study's {@code data.source} names bundled data rather than a file. */
    public static boolean isBundled(String source) {
        return source.startsWith(PREFIX);
    }

    /** The file behind a name, with or without its {@code bundled:}, as shipped; empty when there is none. */
    public static Optional<InputStream> open(String name) {
        return fileName(name).map(file -> {
            InputStream in = BundledData.class.getResourceAsStream(file);
            if (in == null) {
                throw new IllegalStateException("the program's own data file " + file + " is not on the class path");
            }
            return in;
        });
    }

    /** Name of that file, such as {@code digits.csv.gz}; empty when there is none. */
    public static Optional<String> fileName(String name) {
        return Optional.ofNullable(FILES.get(isBundled(name) ? name.substring(PREFIX.length()) : name));
    }
}
