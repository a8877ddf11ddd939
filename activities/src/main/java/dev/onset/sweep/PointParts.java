package dev.onset.sweep;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Observable;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.kind.Trainer;
import java.util.List;

/** What the kind puts together for each point, made as it is asked for; some are kept. Safe for several threads. */
final class PointParts {
    private static final int KEPT = 256;
    private static final int DESCRIPTION = 2_000;

    private final StudyDocument study;
    private final Expanded expanded;
    private final Cache<Integer, Trainer> trainers =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private final Cache<Integer, List<Observable>> observables =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    PointParts(StudyDocument study) {
        this.study = study;
        this.expanded = Expanded.of(study.spec());
    }

    Expanded expanded() {
        return expanded;
    }

    StudyDocument study() {
        return study;
    }

    /** A point as the study that it is alone. */
    StudyDocument document(int point) {
        return new StudyDocument(expanded.spec(point), expanded.own(point, study.inputs()));
    }

    Trainer trainer(int point) {
        return trainers.get(point, p -> expanded.kind().trainer(document(p)));
    }

    List<Observable> observables(int point) {
        return observables.get(point, p -> List.copyOf(expanded.kind().observables(document(p))));
    }

    Observable observable(int point, String name) {
        return observables(point).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "grid point " + expanded.sweep().points().get(point).name() + " observes no '" + name + "'"));
    }

    PhaseModel phaseModel(int point) {
        return expanded.kind().phaseModel(document(point));
    }

    /** Its pages say which point of what grid they are of. */
    StudyPages pages(int point) {
        StudyDocument own = document(point);
        StudySpec spec = own.spec();
        Sweep.Point of = expanded.sweep().points().get(point);
        String words = "Point " + of.name() + " of the grid " + spec.study() + ". " + spec.description();
        return expanded.kind()
                .pages(new StudyDocument(
                        new StudySpec(
                                spec.study(),
                                words.substring(0, Math.min(DESCRIPTION, words.length())),
                                spec.evidence(),
                                spec.seed(),
                                spec.experiment()),
                        own.inputs()));
    }
}
