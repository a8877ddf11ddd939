package dev.onset.observe;

import dev.onset.evaluate.Evaluator;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.interactions.Extraction;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.ExtractionWorkspace;
import dev.onset.interactions.OrderStrengths;
import dev.onset.interactions.SparseExtractor;
import dev.onset.kind.RunGauge;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.observe.InteractionFiles.Facts;
import dev.onset.observe.InteractionFiles.GameFacts;
import dev.onset.observe.InteractionFiles.SampleFacts;
import dev.onset.store.CrashPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Extracts the interactions of a few samples from one network. */
final class InteractionObserver {
    private static final RunGauge CENTROID =
            RunGauge.of("order.centroid", "Mean order of interactions at the newest step observed");

    private final PlayedSamples samples;
    private final ObservationSpec spec;
    private final long step;
    private final RunMetrics metrics;

    InteractionObserver(PlayedSamples samples, long step, RunMetrics metrics) {
        this.samples = samples;
        this.spec = samples.spec();
        this.step = step;
        this.metrics = metrics;
    }

    /**
     * Observes samples {@code from} to {@code to} of the study's sample list, training samples first.
     *
     * @return files by output name
     */
    Map<String, Path> observe(Evaluator network, int from, int to, Path folder, StageProgress progress)
            throws IOException {
        MaskedGame game = new MaskedGame(network);
        ExtractionSettings settings = Extractors.settings(spec);
        List<SampleFacts> facts = new ArrayList<>();
        int players = samples.at(from).players().size();
        SparseExtractor extractor = Extractors.of(players);
        ExtractionWorkspace workspace = extractor.newWorkspace();
        int size = 1 << players;
        double[] interactions = new double[(to - from) * spec.outputs().size() * 2 * size];
        double[] valuesPlayed = new double[(to - from) * spec.outputs().size() * size];
        int at = 0;
        OrderStrengths strengths = OrderStrengths.none(players);
        for (int index = from; index < to; index++) {
            progress.alive("sample " + (index + 1) + " of " + spec.samples());
            ObservedRow sample = samples.at(index);
            PlayedSamples.Played played = samples.played(sample);
            double[][] values =
                    game.values(played.row(), played.baseline(), played.players(), sample.label(), spec.outputs());
            List<GameFacts> games = new ArrayList<>();
            for (int output = 0; output < values.length; output++) {
                CrashPoints.DURING_OBSERVATION.pass();
                progress.alive("sample " + (index + 1) + ", output " + (output + 1));
                double[] v = values[output];
                double noise = spec.noise() * Math.abs(v[size - 1] - v[0]);
                long began = System.nanoTime();
                Extraction found = extractor.extract(v, noise, settings, workspace);
                metrics.extracted(System.nanoTime() - began, found.gap());
                if (output == 0) {
                    strengths = strengths.plus(OrderStrengths.of(found, 0));
                }
                System.arraycopy(found.and(), 0, interactions, at, size);
                System.arraycopy(found.or(), 0, interactions, at + size, size);
                System.arraycopy(v, 0, valuesPlayed, at / 2, size);
                at += 2 * size;
                games.add(facts(spec.outputs().get(output), v, found));
            }
            facts.add(new SampleFacts(
                    sample.split(),
                    sample.position(),
                    sample.dataRow(),
                    sample.label(),
                    sample.mislabelled(),
                    sample.players().groups(),
                    games));
        }
        metrics.gauge(CENTROID, step, from, strengths.centroid());
        return InteractionFiles.write(
                folder, new Facts(InteractionFiles.FORMAT, players, facts), valuesPlayed, interactions);
    }

    private static GameFacts facts(ObservationSpec.Output output, double[] v, Extraction found) {
        double largest = 0;
        for (double value : v) {
            largest = Math.max(largest, Math.abs(value - v[0]));
        }
        return new GameFacts(
                output,
                v[0],
                v[v.length - 1],
                found.objective(),
                found.lowerBound(),
                found.gap(),
                found.iterations(),
                largest > 0 ? found.matchingResidual() / largest : 0);
    }
}
