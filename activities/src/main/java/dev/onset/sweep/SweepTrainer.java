package dev.onset.sweep;

import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import java.io.IOException;

/** Trains each run as its point alone would: under the same fingerprint, so that points that train alike train once. */
final class SweepTrainer implements Trainer {
    private final PointParts parts;

    SweepTrainer(PointParts parts) {
        this.parts = parts;
    }

    /** All points agree in what this asks of the first. */
    private Trainer any() {
        return parts.trainer(0);
    }

    @Override
    public int slots() {
        return any().slots();
    }

    @Override
    public String queue() {
        return any().queue();
    }

    @Override
    public int segmentSeconds() {
        return any().segmentSeconds();
    }

    @Override
    public int commitSeconds() {
        return any().commitSeconds();
    }

    @Override
    public Profile profile(StageContext context) {
        return any().profile(context);
    }

    @Override
    public Profile served(Profile profile) {
        return any().served(profile);
    }

    @Override
    public Fingerprint trajectory(RunPoint point, String profile) {
        Expanded.Run run = parts.expanded().run(point);
        return parts.trainer(run.point()).trajectory(run.of(), profile);
    }

    @Override
    public ResumableTraining open(StageContext context, RunPoint point) throws IOException {
        Expanded.Run run = parts.expanded().run(point);
        return parts.trainer(run.point()).open(context, run.of());
    }

    @Override
    public Cost cost(RunPoint point) {
        Expanded.Run run = parts.expanded().run(point);
        return parts.trainer(run.point()).cost(run.of());
    }
}
