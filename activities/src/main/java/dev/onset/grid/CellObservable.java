package dev.onset.grid;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Profile;
import dev.onset.store.CanonicalJson;
import dev.onset.store.CrashPoints;
import dev.onset.store.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a cell's state shows of itself: one small document a checkpoint. */
final class CellObservable implements Observable {
    static final String NAME = "state";
    static final String DOCUMENT = "observation.json";
    private static final String VERSION = "1";

    private final String kind;
    private final Cells cells;

    CellObservable(String kind, Cells cells) {
        this.kind = kind;
        this.cells = cells;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public Profile profile(StageContext context) {
        return JavaProfile.current();
    }

    @Override
    public Fingerprint settings(RunPoint point, int shard, String profile) {
        return Fingerprint.of(NAME, VERSION, cells.identity(point), Map.of(), profile);
    }

    @Override
    public SortedMap<String, String> inputs(CommittedCheckpoint checkpoint) {
        return new TreeMap<>(Map.of(
                "state", checkpoint.part(StateFiles.STATE).sha256(),
                "header", checkpoint.part(StateFiles.HEADER).sha256()));
    }

    @Override
    public StageProduct observe(StageContext context, Subject subject, Path folder, StageProgress progress)
            throws IOException {
        RunPoint point = subject.point();
        CommittedCheckpoint checkpoint = subject.checkpoint();
        progress.alive(point.name() + ": step " + checkpoint.step());
        CrashPoints.DURING_OBSERVATION.pass();
        for (String part : List.of(StateFiles.STATE, StateFiles.HEADER)) {
            context.blobs().fetch(checkpoint.part(part), folder.resolve(part));
        }
        StateFiles.State state = StateFiles.read(folder, kind);
        VectorTraining training = cells.open(context, point);
        training.restore(state.step(), state.values());
        Path file = folder.resolve(DOCUMENT);
        return StageProduct.of(Map.of(DOCUMENT, Files.write(file, CanonicalJson.bytes(training.observe()))));
    }

    @Override
    public Cost cost(RunPoint point) {
        Cell cell = cells.of(point);
        return new Cost(0, cell.observationBytes(), cell.secondsPerObservation());
    }
}
