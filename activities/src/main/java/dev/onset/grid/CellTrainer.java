package dev.onset.grid;

import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.Trainer;
import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import java.io.IOException;
import java.util.Map;

/** Trains the cells of a grid, which are plain Java, each on its own state: as many at once as there are processors. */
final class CellTrainer implements Trainer {
    static final int SLOTS = Runtime.getRuntime().availableProcessors();
    private static final String VERSION = "1";

    private final String kind;
    private final Cells cells;
    private final int segmentSeconds;
    private final int commitSeconds;

    CellTrainer(String kind, Cells cells, int segmentSeconds, int commitSeconds) {
        this.kind = kind;
        this.cells = cells;
        this.segmentSeconds = segmentSeconds;
        this.commitSeconds = commitSeconds;
    }

    @Override
    public int slots() {
        return SLOTS;
    }

    @Override
    public int segmentSeconds() {
        return segmentSeconds;
    }

    @Override
    public int commitSeconds() {
        return commitSeconds;
    }

    @Override
    public Profile profile(StageContext context) {
        return JavaProfile.current();
    }

    @Override
    public Fingerprint trajectory(RunPoint point, String profile) {
        return Fingerprint.of("train", VERSION, cells.identity(point), Map.of(), profile);
    }

    @Override
    public ResumableTraining open(StageContext context, RunPoint point) throws IOException {
        return new StateTraining(kind, cells.open(context, point));
    }

    @Override
    public Cost cost(RunPoint point) {
        Cell cell = cells.of(point);
        return new Cost(Double.BYTES * cell.stateLength(), 1000 * cell.secondsPerStep());
    }
}
