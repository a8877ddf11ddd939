package dev.onset.sweep;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Kind;
import dev.onset.kind.Kinds;
import dev.onset.kind.Limits;
import dev.onset.kind.Observable;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.RunPoint;
import dev.onset.kind.SourceFile;
import dev.onset.kind.Sources;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.sweep.Points.Named;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A grid over any other kind: each of its parts is that kind's, for the point that is asked for. It is no kind that a file names;
 * {@code grid:} in a file of another kind makes it.
 */
public final class SweepKind implements Kind {
    private static final int KEPT = 8;

    private final Cache<StudyDocument, PointParts> parts =
            Caffeine.newBuilder().weakKeys().maximumSize(KEPT).build();

    @Override
    public String name() {
        return Sweep.KIND;
    }

    @Override
    public Class<? extends Experiment> experiment() {
        return Sweep.class;
    }

    @Override
    public boolean isWritten() {
        return false;
    }

    @Override
    public List<String> bundled() {
        return List.of();
    }

    @Override
    public void limit(StudySpec spec, Limits limits) {
        Expanded expanded = Expanded.of(spec);
        if (expanded.runs().size() > Sweep.MOST) {
            throw limits.tooLarge(
                    "grid",
                    "grid has " + expanded.size() + " points, which are "
                            + expanded.runs().size() + " runs with their controls; a study may have " + Sweep.MOST);
        }
        for (int p = 0; p < expanded.size(); p++) {
            Limits of = of(limits, expanded, p);
            expanded.kind().limit(expanded.spec(p), of);
            expanded.kind().limitPoint(expanded.spec(p), of);
        }
    }

    private static Limits of(Limits limits, Expanded expanded, int point) {
        return new Limits(path -> limits.origin().apply(path) + ", grid point "
                + expanded.sweep().points().get(point).name());
    }

    @Override
    public String dataset(StudySpec spec) {
        return Expanded.of(spec).kind().dataset(Points.base(spec));
    }

    @Override
    public StudySpec resolved(StudySpec spec, Sources sources) throws IOException {
        Expanded expanded = Expanded.of(spec);
        Sweep sweep = expanded.sweep();
        List<Named> points = new ArrayList<>();
        for (int p = 0; p < expanded.size(); p++) {
            points.add(new Named(
                    sweep.points().get(p).name(),
                    sweep.points().get(p).levels(),
                    expanded.kind().resolved(expanded.spec(p), sources)));
        }
        return Points.sweep(resolvedBase(expanded, spec, sources), sweep.factors(), points);
    }

    /**
     * Points are kept as differences from the study as it stands: where that has what was found, they do not repeat it. As it
     * stands it need not be a point, and may name files that no point needs.
     */
    private static StudySpec resolvedBase(Expanded expanded, StudySpec spec, Sources sources) throws IOException {
        StudySpec base = Points.base(spec);
        try {
            return expanded.kind().resolved(base, sources);
        } catch (OnsetException e) {
            if (e.code().category() == ErrorCode.Category.INPUT) {
                return base;
            }
            throw e;
        }
    }

    @Override
    public SortedMap<String, String> sources(StudySpec spec) {
        return new TreeMap<>(Expanded.of(spec).sources());
    }

    @Override
    public void check(StudySpec spec, Map<String, SourceFile> inputs) throws IOException {
        Expanded expanded = Expanded.of(spec);
        Set<Object> checked = new HashSet<>();
        for (int p = 0; p < expanded.size(); p++) {
            StudySpec point = expanded.spec(p);
            if (!checked.add(
                    List.of(expanded.kind().checked(point), expanded.kind().sources(point)))) {
                continue;
            }
            Map<String, SourceFile> own = new HashMap<>();
            expanded.own(p, inputs)
                    .forEach((role, file) ->
                            own.put(role, new SourceFile(role, file.name(), file.path(), file.opener())));
            try {
                expanded.kind().check(point, own);
            } catch (OnsetException e) {
                throw new OnsetException(
                        e.code(),
                        "grid point " + expanded.sweep().points().get(p).name() + ": " + e.getMessage(),
                        e);
            }
        }
        new Agreement(spec).check();
    }

    @Override
    public List<RunPoint> points(StudySpec spec) {
        return Expanded.of(spec).runs().stream().map(Expanded.Run::as).toList();
    }

    /** Whatever its points may be computed under. */
    @Override
    public List<Profile> profiles(String queue, int gpu) {
        return Profile.distinct(Kinds.installed().all().stream()
                .filter(Kind::isWritten)
                .flatMap(kind -> kind.profiles(queue, gpu).stream())
                .toList());
    }

    private PointParts parts(StudyDocument study) {
        return parts.get(study, PointParts::new);
    }

    @Override
    public Trainer trainer(StudyDocument study) {
        return new SweepTrainer(parts(study));
    }

    @Override
    public List<Observable> observables(StudyDocument study) {
        PointParts of = parts(study);
        return of.observables(0).stream()
                .<Observable>map(one -> new SweepObservable(of, one.name()))
                .toList();
    }

    @Override
    public PhaseModel phaseModel(StudyDocument study) {
        return new SweepModel(parts(study));
    }

    @Override
    public StudyPages pages(StudyDocument study) {
        return new SweepPages(parts(study));
    }

    /** What all runs of a study have in common, since it is planned once for all. */
    private record Shape(String queue, Class<?> trainer, Object programs, List<Measured> measured) {
        record Measured(String name, int shards, Device device) {}

        static Shape of(Kind kind, StudyDocument study) {
            Trainer trainer = kind.trainer(study);
            return new Shape(
                    trainer.queue(),
                    trainer.getClass(),
                    kind.programs(study.spec()),
                    kind.observables(study).stream()
                            .map(one -> new Measured(one.name(), one.shards(), one.device()))
                            .toList());
        }

        String words() {
            return measured.stream()
                    .map(one -> one.shards() + " of " + one.name() + " on " + one.device())
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("none");
        }
    }

    /** Refuses points whose runs cannot be planned alike. */
    private record Agreement(StudySpec spec) {
        void check() {
            Expanded expanded = Expanded.of(spec);
            Shape first = null;
            for (int p = 0; p < expanded.size(); p++) {
                Shape shape = Shape.of(expanded.kind(), new StudyDocument(expanded.spec(p), new TreeMap<>()));
                if (first == null) {
                    first = shape;
                } else if (!shape.equals(first)) {
                    throw new OnsetException(
                            ErrorCode.STUDY_INVALID,
                            "grid: point " + expanded.sweep().points().get(p).name() + " has " + shape.words()
                                    + " a checkpoint, but point "
                                    + expanded.sweep().points().get(0).name() + " has " + first.words()
                                    + "; the points of a grid are trained and evaluated by the same programs and observed in as many"
                                    + " parts: vary what changes that in a grid of its own; nothing was written");
                }
            }
        }
    }
}
