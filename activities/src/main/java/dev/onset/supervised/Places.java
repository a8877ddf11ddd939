package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.BundledData;
import dev.onset.process.Programs;
import dev.onset.trainer.TrainerSpec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the files of a training, its data among them, lie for its process. */
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
        return Programs.place(name);
    }
}
