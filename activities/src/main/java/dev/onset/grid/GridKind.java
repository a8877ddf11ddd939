package dev.onset.grid;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.data.DataSpec;
import dev.onset.data.Dataset;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.kind.Kind;
import dev.onset.kind.Limits;
import dev.onset.kind.Observable;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.RunPoint;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.kind.Trainer;
import dev.onset.pages.FigureModel;
import dev.onset.pages.FigurePages;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study whose runs are the cells of a grid: input files where its cells have data, one observation a checkpoint, a report made of figures. A
 * checkpoint's bits depend on its cell alone, so a grid that grows reuses the cells it had.
 */
public abstract class GridKind<E extends Experiment> implements Kind {
    /** What trainings may have of the heap; the rest is for everything else that goes on. */
    private static final double HEAP_SHARE = 0.6;

    private final Class<E> kind;
    private final String kindName;
    private final String words;
    private final String fitVersion;
    private final List<String> bundled;
    private final SplitCache splits = new SplitCache();

    /**
     * @param words what kind of study, in words
     * @param fitVersion changed whenever the results of the fit change
     * @param bundled names of the studies that come with it
     */
    public GridKind(Class<E> kind, String kindName, String words, String fitVersion, List<String> bundled) {
        this.kind = kind;
        this.kindName = kindName;
        this.words = words;
        this.fitVersion = fitVersion;
        this.bundled = List.copyOf(bundled);
    }

    /** The cells in grid order. */
    protected abstract List<? extends Cell> cells(StudySpec spec);

    /** Hours on one core that the study allows itself. */
    protected abstract double maximumHours(E experiment);

    /** Refuses what must not be beyond the bounds of fields. */
    protected void check(E experiment) {}

    /** The study as a report without its name and origin. */
    protected abstract FigureReport reportOf(StudySpec spec, Observations observations);

    /** The figures that need neither all cells nor their last checkpoints; a cell that has not begun has no observations. */
    protected List<Figure> soFar(StudySpec spec, Observations observations) {
        return List.of();
    }

    /** One cell as far as it is observed, in a panel of its name. */
    protected Optional<AxesPanel> glance(StudySpec spec, String cell, Observations observations) {
        return Optional.empty();
    }

    /** The data that cells are trained on; empty for a study that makes its own. */
    protected Optional<DataSpec> data(E experiment) {
        return Optional.empty();
    }

    /** Settings that the fit depends on besides the observations. */
    protected abstract Object settings(E experiment);

    /** How long a training segment goes on, in seconds. */
    protected abstract int segmentSeconds(E experiment);

    /** Between two resume points of a training, in seconds; 0 spaces them by what they cost. */
    protected abstract int commitSeconds(E experiment);

    @Override
    public final String name() {
        return kindName;
    }

    @Override
    public final List<String> bundled() {
        return bundled;
    }

    @Override
    public final Class<? extends Experiment> experiment() {
        return kind;
    }

    @Override
    public final void limit(StudySpec spec, Limits limits) {
        limits.schedule(spec.experiment().checkpoints().steps().size());
    }

    @Override
    public final String dataset(StudySpec spec) {
        return data(spec).map(DataSpec::name).orElse("synthetic");
    }

    @Override
    public final SortedMap<String, String> sources(StudySpec spec) {
        return data(spec).map(DataSpec::sources).orElseGet(TreeMap::new);
    }

    private Optional<DataSpec> data(StudySpec spec) {
        return data(kind.cast(spec.experiment()));
    }

    @Override
    public final void check(StudySpec spec, Map<String, SourceFile> inputs) {
        E experiment = kind.cast(spec.experiment());
        check(experiment);
        List<? extends Cell> cells = cells(spec);
        long steps = experiment.checkpoints().lastStep();
        int observations = experiment.checkpoints().steps().size();
        double seconds = 0;
        for (Cell cell : cells) {
            seconds += cell.secondsPerStep() * steps + cell.secondsPerObservation() * observations;
        }
        if (!(seconds <= 3600 * maximumHours(experiment))) {
            throw new OnsetException(
                    ErrorCode.STUDY_TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "grid of %,d runs of %,d steps and %,d observations would take about %,.0f hours (%,.1f days) on one"
                                    + " core; grid.maximumHours allows %s; make it smaller or raise that bound; nothing was run",
                            cells.size(),
                            steps,
                            observations,
                            seconds / 3600,
                            seconds / 86400,
                            maximumHours(experiment)));
        }
        checkMemory(cells);
        data(experiment).ifPresent(data -> Split.of(read(data, inputs), data, data.split()));
    }

    /** The user's files where they are, so that messages name them so. */
    private static Dataset read(DataSpec data, Map<String, SourceFile> inputs) {
        Map<String, Path> files = new TreeMap<>();
        inputs.forEach((role, input) -> input.path().ifPresent(path -> files.put(role, path)));
        return files.isEmpty() ? DatasetReader.readBundled(data.source(), data) : DatasetReader.read(files, data);
    }

    private void checkMemory(List<? extends Cell> cells) {
        Cell largest = Collections.max(cells, Comparator.comparingLong(Cell::bytes));
        int atOnce = Math.min(cells.size(), CellTrainer.SLOTS);
        long heap = Runtime.getRuntime().maxMemory();
        if (largest.bytes() * (double) atOnce > HEAP_SHARE * heap) {
            throw new OnsetException(
                    ErrorCode.STUDY_TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "run %s needs about %,d MB of memory, and %d run at once; of a Java heap of %,d MB they may have %,d;"
                                    + " make problem or training smaller, or raise ONSET_HEAP; nothing was run",
                            largest.name(),
                            largest.bytes() >> 20,
                            atOnce,
                            heap >> 20,
                            (long) (HEAP_SHARE * heap) >> 20));
        }
    }

    @Override
    public final List<RunPoint> points(StudySpec spec) {
        List<Long> schedule = spec.experiment().checkpoints().steps();
        return cells(spec).stream()
                .map(cell -> new RunPoint(cell.name(), schedule))
                .toList();
    }

    @Override
    public final Trainer trainer(StudyDocument study) {
        E experiment = study.experiment(kind);
        return new CellTrainer(kindName, cells(study), segmentSeconds(experiment), commitSeconds(experiment));
    }

    @Override
    public final List<Observable> observables(StudyDocument study) {
        return List.of(new CellObservable(kindName, cells(study)));
    }

    private Cells cells(StudyDocument study) {
        return new Cells(kindName, study, cells(study.spec()), splits);
    }

    @Override
    public final PhaseModel phaseModel(StudyDocument study) {
        return new FigureModel(
                fitVersion,
                Map.of(
                        "kind", kindName,
                        "seed", study.spec().seed(),
                        "settings", settings(study.experiment(kind))),
                (context, runs) -> reportOf(study.spec(), new StoredObservations(runs, context.blobs())));
    }

    @Override
    public final StudyPages pages(StudyDocument study) {
        return new FigurePages(study, words, new GridPages(this, study.spec()));
    }
}
