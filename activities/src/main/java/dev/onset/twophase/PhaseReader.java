package dev.onset.twophase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.contracts.Milestone;
import dev.onset.contracts.Reading;
import dev.onset.game.SpectrumSpec;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.phases.Interval;
import dev.onset.phases.LiveVerdict;
import dev.onset.phases.MeanOrders;
import dev.onset.phases.Phase;
import dev.onset.twophase.CheckpointReader.ObservedSpectrum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads from the first checkpoints of a run which phase it has reached. Every prefix of the schedule is asked in turn, so that
 * the checkpoint that first shows the second phase is the same however many arrive at once.
 */
final class PhaseReader {
    /** Small, so that a long training's stay; what they are made of does not. */
    private static final int KEPT = 4_096;

    private final Cache<String, Shown> kept =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private final CheckpointReadings read;

    PhaseReader(CheckpointReadings read) {
        this.read = read;
    }

    /** What counts of one checkpoint: strengths [sample][order] of the first output, and mean losses in nats. */
    private record Shown(double[][] strengths, double train, OptionalDouble test) {}

    /** As {@link dev.onset.kind.LiveReader#read}, of a run of the study. */
    Reading read(
            StageContext context,
            StudyDocument study,
            ObservedRun first,
            Reading known,
            Path folder,
            StageProgress progress)
            throws IOException {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        SpectrumSpec spectrum = experiment.observation().spectrum();
        List<Long> schedule = first.point().schedule();
        CheckpointReader reader = new CheckpointReader(first, spectrum, context.blobs(), folder);
        LiveVerdict live = spectrum.alone()
                ? new LiveVerdict(
                        experiment.detector().withMinimumChange(spectrum.minimumChange()),
                        study.spec().seed(),
                        Optional.of(MeanOrders.orders(PhaseFit.players(experiment))))
                : new LiveVerdict(experiment.detector(), study.spec().seed());
        Reading reading = known;
        Phase phase = Phase.BEFORE;
        for (int t = 0; t < reader.checkpoints(); t++) {
            progress.alive("phase: checkpoint " + (t + 1) + " of " + reader.checkpoints());
            long step = schedule.get(t);
            Shown shown = shown(reader, t, experiment);
            if (t < known.checkpoints()) {
                live.recall(step, shown.strengths(), shown.train(), shown.test());
            } else {
                LiveVerdict.State state = live.observe(step, shown.strengths(), shown.train(), shown.test());
                reading = next(reading, state, experiment.live(), schedule);
                phase = state.phase();
            }
        }
        RunMetrics metrics =
                context.metrics().run(study.spec().study(), first.point().name());
        metrics.gauge(Gauges.PHASE, reading.step(), 0, phase.ordinal());
        return reading;
    }

    private static Reading next(Reading before, LiveVerdict.State state, LiveSpec asked, List<Long> schedule) {
        Optional<Milestone> entered = state.phase() == Phase.SECOND
                ? Optional.of(new Milestone(
                        Phase.SECOND.shown(), state.step(), state.words(), orders(asked, state.tStar(), schedule)))
                : Optional.empty();
        return new Reading(
                state.checkpoints(),
                state.step(),
                state.phase().shown(),
                state.words(),
                before.milestone().or(() -> entered));
    }

    private static Milestone.Orders orders(LiveSpec asked, Optional<Interval> turn, List<Long> schedule) {
        double tStar = turn.map(Interval::value).orElse(0.0);
        long last = schedule.get(schedule.size() - 1);
        long stopAt = asked.stopAfter() == 0
                ? 0
                : schedule.stream()
                        .filter(step -> step >= asked.stopAfter() * tStar && step < last)
                        .findFirst()
                        .orElse(0L);
        return new Milestone.Orders(asked.notice(), asked.keepCheckpoint(), asked.extendTo(), stopAt);
    }

    private Shown shown(CheckpointReader reader, int checkpoint, TwoPhase experiment) throws IOException {
        String key = reader.digest(checkpoint) + experiment.observation().salience();
        Shown known = kept.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Shown now = experiment.observation().spectrum().alone()
                ? of(
                        meanOrders(reader.spectra(checkpoint), PhaseFit.players(experiment)),
                        reader.losses(checkpoint).train(),
                        reader.losses(checkpoint).test())
                : of(read.at(reader, checkpoint, experiment));
        kept.put(key, now);
        return now;
    }

    private static Shown of(RunReading one) {
        return of(one.outputs().get(0).totals()[0], one.trainLosses()[0], one.testLosses()[0]);
    }

    private static Shown of(double[][] strengths, double[] train, double[] test) {
        return new Shown(strengths, mean(train), OptionalDouble.of(mean(test)));
    }

    private static double[][] meanOrders(List<ObservedSpectrum> samples, int players) {
        return samples.stream()
                .map(sample -> MeanOrders.strengths(
                        SpectrumReading.meanOrder(sample.outputs().get(0)), players))
                .toArray(double[][]::new);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
