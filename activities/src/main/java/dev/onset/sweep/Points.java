package dev.onset.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Factor;
import dev.onset.kind.Kinds;
import dev.onset.store.CanonicalJson;
import dev.onset.sweep.Sweep.Point;
import java.util.List;
import java.util.SortedMap;

/** The points of a sweep as studies of their kind, and back. */
public final class Points {
    private Points() {}

    /** What {@code grid:} asks for, as the study it is. */
    public static StudySpec sweep(StudySpec base, List<Factor> factors, List<Named> points) {
        ObjectNode tree = tree(base.experiment());
        List<Point> kept = points.stream()
                .map(point -> new Point(
                        point.name(),
                        point.levels(),
                        point.spec().seed(),
                        MergePatch.between(tree, tree(point.spec().experiment()))))
                .toList();
        return with(base, new Sweep(base.experiment(), factors, kept));
    }

    /** A point as the file has it. */
    public record Named(String name, SortedMap<String, String> levels, StudySpec spec) {}

    /** A study with another experiment. */
    static StudySpec with(StudySpec spec, Experiment experiment) {
        return new StudySpec(spec.study(), spec.description(), spec.evidence(), spec.seed(), experiment);
    }

    /** The study as it stands, of its kind. */
    static StudySpec base(StudySpec spec) {
        return with(spec, ((Sweep) spec.experiment()).base());
    }

    /** All points as studies of their kind, in their order. */
    static List<StudySpec> specs(StudySpec spec) {
        Sweep sweep = (Sweep) spec.experiment();
        ObjectNode base = tree(sweep.base());
        ObjectReader reader =
                CanonicalJson.reader(Experiment.class, Kinds.installed().types());
        return sweep.points().stream()
                .map(point -> new StudySpec(
                        spec.study(),
                        spec.description(),
                        spec.evidence(),
                        point.seed(),
                        bound(reader, point, MergePatch.apply(base, point.changes()))))
                .toList();
    }

    private static Experiment bound(ObjectReader reader, Point point, JsonNode tree) {
        try {
            return reader.treeToValue(tree, Experiment.class);
        } catch (JsonProcessingException e) {
            throw new OnsetException(
                    ErrorCode.STORE_MISSING,
                    "grid point " + point.name() + " is no study of this version: " + e.getOriginalMessage(),
                    e);
        }
    }

    private static ObjectNode tree(Experiment experiment) {
        return (ObjectNode) CanonicalJson.asRead(experiment);
    }
}
