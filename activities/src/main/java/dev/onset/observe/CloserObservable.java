package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.SplitCache;
import dev.onset.game.CloserSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.game.SpectrumSpec;
import dev.onset.interactions.SparseExtractor;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.observe.CloserFiles.Seen;
import dev.onset.recovery.Interaction;
import dev.onset.recovery.SparseRecovery;
import dev.onset.store.StageResult;
import dev.onset.train.NetworkCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The closer look at a few samples, at the last checkpoint of the runs it is taken of, and at earlier ones where they are asked for;
 * those recover alone, each from the list of the look before, along this chain alone. At all others it asks the network nothing
 * and leaves an empty list, so that what a study observes is the same at every checkpoint. The spectra have fingerprints of
 * their own: asking for it later computes none of them again.
 */
public final class CloserObservable extends SampledObservable {
    public static final String NAME = "closer-look";

    private final Predicate<RunPoint> taken;

    /**
     * @param evaluation how a checkpoint's network is asked
     * @param network what the network of a run costs
     * @param taken of which runs
     */
    public CloserObservable(
            StudyDocument study,
            DataSpec data,
            ObservationSpec spec,
            Evaluation evaluation,
            SplitCache splits,
            Function<RunPoint, NetworkCost> network,
            Predicate<RunPoint> taken) {
        super("1", study, data, spec, evaluation, splits, network);
        this.taken = taken;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    int samples() {
        return asked().samples();
    }

    @Override
    void parameters(Map<String, Object> parameters, RunPoint point) {
        SpectrumSpec spectrum = spec().spectrum();
        // what was another run's end is looked at no more, and its new end is
        parameters.put("at", taken.test(point) ? point.lastStep() : -1);
        if (asked().earlier() > 0 && taken.test(point)) {
            // those at which it is looked at; which list each starts from is among its inputs
            parameters.put("earlier", steps(point));
        }
        parameters.put("p", spectrum.p());
        parameters.put("seed", study().spec().seed());
        parameters.put("zoom", asked().zoom());
        parameters.put("passes", asked().passes());
        if (asked().passes() > 0) {
            parameters.put("recovery", SparseRecovery.VERSION);
        }
        if (asked().zoom() > 0) {
            SpectrumObservable.sampling(parameters, spectrum);
            parameters.put("extractor", SparseExtractor.VERSION);
            parameters.put("tolerance", spec().tolerance());
            parameters.put("maxIterations", spec().maxIterations());
            parameters.put("canonical", spec().canonical());
        }
    }

    @Override
    Map<String, Path> measure(Asked asked, int shard, Path folder, StageProgress progress) throws IOException {
        Optional<StageResult> earlier = asked.subject().before();
        List<List<Interaction>> starts = new ArrayList<>();
        if (earlier.isPresent()) {
            CloserFiles.read(
                            earlier.get(),
                            asked.context().blobs(),
                            asked.context().scratch())
                    .forEach(seen -> starts.add(seen.list()));
        }
        boolean last = asked.step() == asked.subject().point().lastStep();
        List<Seen> seen = new CloserObserver(played(asked), study().spec().seed(), asked.metrics())
                .observe(
                        asked.network(),
                        firstSample(shard),
                        firstSample(shard + 1),
                        last && asked().zoom() > 0,
                        starts,
                        progress);
        return CloserFiles.write(folder, seen, asked().earlier() > 0);
    }

    @Override
    public OptionalLong before(RunPoint point, long step) {
        List<Long> steps = taken.test(point) ? steps(point) : List.of();
        int at = steps.indexOf(step);
        return at > 0 ? OptionalLong.of(steps.get(at - 1)) : OptionalLong.empty();
    }

    private List<Long> steps(RunPoint point) {
        return asked().steps(point.schedule());
    }

    @Override
    boolean asks(RunPoint point, long step) {
        return taken.test(point) && steps(point).contains(step);
    }

    @Override
    Map<String, Path> unasked(Path folder) throws IOException {
        return CloserFiles.write(folder, List.of(), false);
    }

    /** That of the looks, over all checkpoints. */
    @Override
    public Cost cost(RunPoint point) {
        double rows = 0;
        if (taken.test(point)) {
            // the spectrum, the share explained, the extraction; then the recovery
            int draws = spec().spectrum().draws();
            rows += asked().zoom() > 0 ? 4.0 * draws + (1 << asked().zoom()) : 0;
            rows += (double) asked().passes() * steps(point).size();
        }
        double each = rows * samples() / shards() / point.schedule().size();
        return new Cost(Math.round(each), 0, each * network(point).forwardFlops() * SECONDS_PER_FORWARD_FLOP);
    }

    private CloserSpec asked() {
        return spec().spectrum().closer();
    }
}
