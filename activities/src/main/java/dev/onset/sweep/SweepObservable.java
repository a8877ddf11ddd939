package dev.onset.sweep;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What is measured at the checkpoints of each run, by the settings of its point. */
final class SweepObservable implements Observable {
    private final PointParts parts;
    private final String name;

    SweepObservable(PointParts parts, String name) {
        this.parts = parts;
        this.name = name;
    }

    /** All points agree in what this asks of the first. */
    private Observable any() {
        return parts.observable(0, name);
    }

    private Observable of(Expanded.Run run) {
        return parts.observable(run.point(), name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int shards() {
        return any().shards();
    }

    @Override
    public Device device() {
        return any().device();
    }

    @Override
    public Profile profile(StageContext context) {
        return any().profile(context);
    }

    @Override
    public Fingerprint settings(RunPoint point, int shard, String profile) {
        Expanded.Run run = parts.expanded().run(point);
        return of(run).settings(run.of(), shard, profile);
    }

    @Override
    public SortedMap<String, String> inputs(CommittedCheckpoint checkpoint) {
        return any().inputs(checkpoint);
    }

    @Override
    public OptionalLong before(RunPoint point, long step) {
        Expanded.Run run = parts.expanded().run(point);
        return of(run).before(run.of(), step);
    }

    @Override
    public StageProduct observe(StageContext context, Subject subject, Path folder, StageProgress progress)
            throws IOException {
        Expanded.Run run = parts.expanded().run(subject.point());
        Subject own = new Subject(run.of(), subject.checkpoint(), subject.shard(), subject.before());
        return of(run).observe(context, own, folder, progress);
    }

    @Override
    public Cost cost(RunPoint point) {
        Expanded.Run run = parts.expanded().run(point);
        return of(run).cost(run.of());
    }
}
