package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.BundledData;
import dev.onset.trainer.TrainerSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the files of a training lie for its process: as they lie around the study file, so that a script finds what it finds
 * there. What lies elsewhere, above the study file's folder or in S3, lies beside them under its own name.
 */
final class Places {
    private Places() {}

    /** Places of a training's own files by role, relative to its folder. */
    static SortedMap<String, String> scripts(TrainerSpec.Process spec) {
        return of(spec.sources());
    }

    /** Places by role, relative to the folder. */
    static SortedMap<String, String> of(Map<String, String> sources) {
        SortedMap<String, String> places = new TreeMap<>();
        sources.forEach((role, source) -> places.put(role, place(source)));
        return places;
    }

    /**
     * Of scripts and data together.
     *
     * @throws OnsetException STUDY_INVALID where two files would lie at one place
     */
    static SortedMap<String, String> all(TrainerSpec.Process spec, Map<String, String> data) {
        SortedMap<String, String> all = scripts(spec);
        all.putAll(of(data));
        Map<String, String> sources = new TreeMap<>(spec.sources());
        sources.putAll(data);
        Map<String, String> taken = new TreeMap<>();
        all.forEach((role, place) -> {
            String source = sources.getOrDefault(role, "");
            String other = taken.putIfAbsent(place, source);
            if (other != null && !other.equals(source)) {
                throw new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "trainer.files has " + source + ", which would lie at " + place + " as " + other
                                + " does; give one of them another name; nothing was written");
            }
        });
        return all;
    }

    private static String place(String source) {
        String name =
                BundledData.isBundled(source) ? BundledData.fileName(source).orElse(source) : source;
        Path path = Path.of(name.replaceFirst("^s3://", "/")).normalize();
        boolean inside =
                !path.isAbsolute() && !path.startsWith("..") && !path.toString().isEmpty();
        return (inside ? path : path.getFileName()).toString().replace('\\', '/');
    }
}
