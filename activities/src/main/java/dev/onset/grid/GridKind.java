package dev.onset.grid;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Kind;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.report.FigureReport;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.CrashPoints;
import dev.onset.store.Fingerprint;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
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
 * A study whose runs are the cells of a grid: no input files, one observation a checkpoint, a report made of figures. A
 * checkpoint's bits depend on its cell alone, so a grid that grows reuses the cells it had.
 */
public abstract class GridKind<E extends Experiment> implements Kind {
    private static final String OBSERVATION = "observation.json";
    private static final int MAX_OBSERVATION = 16 << 20;
    private static final String VERSION = "1";
    /** What trainings may have of the heap; the rest is for everything else that goes on. */
    private static final double HEAP_SHARE = 0.6;

    private final Class<E> kind;
    private final String kindName;

    public GridKind(Class<E> kind, String kindName) {
        this.kind = kind;
        this.kindName = kindName;
    }

    /** The cells in grid order. */
    protected abstract List<? extends Cell> cells(StudySpec spec);

    /** Hours on one core that the study allows itself. */
    protected abstract double maximumHours(E experiment);

    /** What must hold beyond the bounds of fields. */
    protected abstract void check(E experiment);

    /** The study as a report without its name and origin. */
    protected abstract FigureReport reportOf(StudySpec spec, Observations observations);

    /** Settings that the fit depends on besides the observations. */
    protected abstract Object settings(E experiment);

    /** What kind of study, in words. */
    protected abstract String words();

    /** Reads observations by cell and checkpoint. */
    public interface Observations {
        /** All observations of a cell in order of steps. */
        <T> List<T> of(String cell, Class<T> type);
    }

    @Override
    public final String name() {
        return kindName;
    }

    @Override
    public final Class<? extends Experiment> experiment() {
        return kind;
    }

    /** Trainings here are plain Java, each on its own state. */
    @Override
    public final int trainingsAtOnce() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public final SortedMap<String, String> sources(StudySpec spec) {
        return new TreeMap<>();
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
    }

    private void checkMemory(List<? extends Cell> cells) {
        Cell largest = Collections.max(cells, Comparator.comparingLong(Cell::bytes));
        int atOnce = Math.min(cells.size(), trainingsAtOnce());
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
    public final List<RunPoint> points(StudyDocument study) {
        List<Long> schedule = study.experiment(kind).checkpoints().steps();
        return cells(study.spec()).stream()
                .map(cell -> new RunPoint(cell.name(), schedule, 1))
                .toList();
    }

    private Cell cell(StudyDocument study, RunPoint point) {
        return cells(study.spec()).stream()
                .filter(cell -> cell.name().equals(point.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the study has no cell " + point.name()));
    }

    @Override
    public final Fingerprint trajectory(StageContext context, StudyDocument study, RunPoint point) {
        return Fingerprint.of("train", VERSION, identity(study, point), Map.of(), context.profile());
    }

    private Map<String, Object> identity(StudyDocument study, RunPoint point) {
        return Map.of("kind", kindName, "cell", cell(study, point).identity());
    }

    @Override
    public final ResumableTraining open(StageContext context, StudyDocument study, RunPoint point) {
        return new StateTraining(kindName, cell(study, point).open());
    }

    @Override
    public final Fingerprint observation(
            StageContext context,
            StudyDocument study,
            RunPoint point,
            Optional<CommittedCheckpoint> checkpoint,
            int shard) {
        Map<String, String> inputs = new TreeMap<>();
        checkpoint.ifPresent(committed -> {
            inputs.put("state", committed.part(StateFiles.STATE).sha256());
            inputs.put("header", committed.part(StateFiles.HEADER).sha256());
        });
        return Fingerprint.of("observe", VERSION, identity(study, point), inputs, context.profile());
    }

    @Override
    public final StageProduct observe(
            StageContext context,
            StudyDocument study,
            RunPoint point,
            CommittedCheckpoint checkpoint,
            int shard,
            Path folder,
            StageProgress progress)
            throws IOException {
        progress.alive(point.name() + ": step " + checkpoint.step());
        CrashPoints.DURING_OBSERVATION.pass();
        for (String part : List.of(StateFiles.STATE, StateFiles.HEADER)) {
            context.blobs().fetch(checkpoint.part(part), folder.resolve(part));
        }
        StateFiles.State state = StateFiles.read(folder, kindName);
        VectorTraining training = cell(study, point).open();
        training.restore(state.step(), state.values());
        Path file = folder.resolve(OBSERVATION);
        return StageProduct.of(Map.of(OBSERVATION, Files.write(file, CanonicalJson.bytes(training.observe()))));
    }

    @Override
    public final Object fitParameters(StudyDocument study) {
        return Map.of("kind", kindName, "seed", study.spec().seed(), "settings", settings(study.experiment(kind)));
    }

    @Override
    public final StageProduct fit(
            StageContext context, StudyDocument study, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException {
        CrashPoints.DURING_FIT.pass();
        progress.alive("theory against runs");
        return FigureFit.FILE.write(reportOf(study.spec(), new Stored(runs, context.blobs())), folder);
    }

    @Override
    public final StageProduct report(StageContext context, StudyDocument study, ReportFacts facts, Path folder)
            throws IOException {
        CrashPoints.DURING_REPORT.pass();
        return FigureFit.report(context, study, words(), facts, folder);
    }

    @Override
    public final Cost cost(StudyDocument study, RunPoint point) {
        Cell cell = cell(study, point);
        return new Cost(0, 8 * cell.stateLength(), 2_000, 1000 * cell.secondsPerStep(), cell.secondsPerObservation());
    }

    /** Observations as the store has them. */
    private record Stored(List<ObservedRun> runs, BlobStore blobs) implements Observations {
        @Override
        public <T> List<T> of(String cell, Class<T> type) {
            ObservedRun run = runs.stream()
                    .filter(r -> r.point().name().equals(cell))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no run of cell " + cell));
            return run.observations().stream()
                    .map(shards -> read(shards.get(0), type))
                    .toList();
        }

        private <T> T read(StageResult result, Class<T> type) {
            try {
                return CanonicalJson.parse(blobs.bytes(result.output(OBSERVATION), MAX_OBSERVATION), type);
            } catch (IOException e) {
                throw new OnsetException(
                        ErrorCode.STORE_CORRUPT,
                        result.key() + " is no observation of this version; it must be recomputed",
                        e);
            }
        }
    }
}
