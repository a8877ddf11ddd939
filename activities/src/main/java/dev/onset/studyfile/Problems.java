package dev.onset.studyfile;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** One-line messages about a study file. */
final class Problems {
    private static final double NEAR = 0.75;
    private static final int MAX_VALUE = 60;

    private Problems() {}

    static OnsetException invalid(String origin, String problem) {
        return new OnsetException(ErrorCode.STUDY_INVALID, origin + ": " + problem);
    }

    static OnsetException tooLarge(String origin, String problem) {
        return new OnsetException(ErrorCode.STUDY_TOO_LARGE, origin + ": " + problem);
    }

    /** {@code ; did you mean 'x'?} for the nearest of the names, or the names themselves. */
    static String suggestion(String wrong, Collection<String> names) {
        Optional<String> nearest = nearest(wrong, names);
        if (nearest.isPresent()) {
            return "; did you mean '" + nearest.get() + "'?";
        }
        return names.isEmpty() ? "" : "; valid here: " + String.join(", ", names);
    }

    static Optional<String> nearest(String wrong, Collection<String> names) {
        JaroWinklerSimilarity similarity = new JaroWinklerSimilarity();
        String plain = plain(wrong);
        return names.stream()
                .filter(name -> similarity.apply(plain, plain(name)) >= NEAR)
                .max(Comparator.comparingDouble(name -> similarity.apply(plain, plain(name))));
    }

    /** Learning-rate, learning_rate and learningRate are the same mistake. */
    private static String plain(String name) {
        return name.replaceAll("[-_ ]", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** A value as a message shows it: printable, short, on one line. */
    static String quoted(String value) {
        String line = oneLine(value);
        return "'" + (line.length() > MAX_VALUE ? line.substring(0, MAX_VALUE) + "..." : line) + "'";
    }

    /** Text without control characters or line breaks, so that nothing in a file can forge a second line. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
