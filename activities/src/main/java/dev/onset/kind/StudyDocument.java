package dev.onset.kind;

import dev.onset.contracts.Experiment;
import dev.onset.contracts.StudySpec;
import dev.onset.store.BlobRef;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study as workers read it from the store: its specification and its uploaded inputs.
 *
 * @param spec the specification, complete
 * @param inputs uploaded files by role, such as {@code data} and {@code labels}
 */
public record StudyDocument(StudySpec spec, SortedMap<String, BlobRef> inputs) {
    public StudyDocument {
        inputs = new TreeMap<>(inputs);
    }

    public StudyDocument(StudySpec spec, Map<String, BlobRef> inputs) {
        this(spec, new TreeMap<>(inputs));
    }

    /** Digests of the inputs, by role. */
    public SortedMap<String, String> inputDigests() {
        SortedMap<String, String> digests = new TreeMap<>();
        inputs.forEach((role, ref) -> digests.put(role, ref.sha256()));
        return digests;
    }

    /** Digests of some of the inputs, by role; those of the roles that are there. */
    public SortedMap<String, String> inputDigests(Set<String> roles) {
        SortedMap<String, String> digests = inputDigests();
        digests.keySet().retainAll(roles);
        return digests;
    }

    /** The experiment, as the record of its kind. */
    public <E extends Experiment> E experiment(Class<E> kind) {
        return kind.cast(spec.experiment());
    }
}
