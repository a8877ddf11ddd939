package dev.onset.observe;

import dev.onset.evaluate.Evaluator;
import dev.onset.game.CloserSpec;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.game.ObservationSpec.Output;
import dev.onset.game.PlayerGroups;
import dev.onset.interactions.Effect;
import dev.onset.interactions.Extraction;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.StageProgress;
import dev.onset.observe.CloserFiles.Look;
import dev.onset.observe.CloserFiles.Recovered;
import dev.onset.observe.CloserFiles.Seen;
import dev.onset.observe.CloserFiles.Zoomed;
import dev.onset.observe.PlayedSamples.Played;
import dev.onset.recovery.Interaction;
import dev.onset.recovery.Recovery;
import dev.onset.recovery.RecoverySpec;
import dev.onset.recovery.SparseRecovery;
import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.spectrum.SamplingSpec;
import dev.onset.spectrum.StrongestPlayers;
import dev.onset.store.CrashPoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Names interactions of a few samples of one network, as {@code onset interactions --zoom --recover} does of one. */
final class CloserObserver {
    private static final int STRONGEST_ZOOMED = 10;
    private static final int STRONGEST_RECOVERED = 12;

    private final PlayedSamples samples;
    private final ObservationSpec spec;
    private final CloserSpec asked;
    private final List<Output> outputs;
    private final long seed;
    private final RunMetrics metrics;

    CloserObserver(PlayedSamples samples, long seed, RunMetrics metrics) {
        this.samples = samples;
        this.spec = samples.spec();
        this.asked = spec.spectrum().closer();
        this.outputs = spec.outputs().subList(0, 1); // the one that carries the verdict
        this.seed = seed;
        this.metrics = metrics;
    }

    /**
     * Looks at samples {@code from} to {@code to}, of training and test samples in turns.
     *
     * @param zooms whether the players that matter most are zoomed in on
     * @param starts what the recovery of each of them starts from; empty: from nothing
     */
    List<Seen> observe(
            Evaluator network,
            int from,
            int to,
            boolean zooms,
            List<List<Interaction>> starts,
            StageProgress progress) {
        MaskedGame game = new MaskedGame(network);
        List<Seen> all = new ArrayList<>();
        for (int turn = from; turn < to; turn++) {
            CrashPoints.DURING_OBSERVATION.pass();
            all.add(look(game, turn, zooms, starts.isEmpty() ? List.of() : starts.get(turn - from), progress));
        }
        return all;
    }

    private Seen look(MaskedGame game, int turn, boolean zooms, List<Interaction> start, StageProgress progress) {
        int index = spec.inTurns(turn);
        String note = "closer look at sample " + (turn + 1) + " of " + asked.samples();
        progress.alive(note);
        ObservedRow sample = samples.at(index);
        Played played = samples.played(sample);
        MaskValues masked = SpectrumSampling.masked(game, played, sample.label(), outputs, note, progress);
        Optional<Recovery> found = asked.passes() > 0
                ? Optional.of(SparseRecovery.of(masked, new RecoverySpec(asked.passes(), seed, index, start)))
                : Optional.empty();
        Look look = new Look(
                sample.split(),
                sample.position(),
                sample.dataRow(),
                sample.label(),
                sample.players().groups(),
                effect(masked),
                zooms ? zoom(game, played, sample.label(), index, masked) : Optional.empty(),
                found.map(CloserObserver::recovered));
        return new Seen(look, found.map(Recovery::interactions).orElse(List.of()));
    }

    /** v(N) - v(empty). */
    private static double effect(MaskValues masked) {
        int words = (masked.players() + Long.SIZE - 1) / Long.SIZE;
        long[] masks = new long[2 * words];
        for (int player = 0; player < masked.players(); player++) {
            masks[player >>> 6] |= 1L << player;
        }
        double[][] values = new double[1][2];
        masked.evaluate(masks, 2, values);
        return values[0][0] - values[0][1];
    }

    private Optional<Zoomed> zoom(MaskedGame game, Played sample, int label, int index, MaskValues masked) {
        OrderSpectrum found = new SpectrumSampling(spec, seed)
                .of(game, sample, label, index, outputs, masked)
                .get(0);
        int[] players = StrongestPlayers.of(found, asked.zoom());
        if (players.length == 0) {
            return Optional.empty();
        }
        // masks that the players were not chosen by: theirs are those of the sample's own number
        SamplingSpec apart = new SamplingSpec(
                spec.spectrum().p(), spec.spectrum().draws(), OrderSpectrum.Method.FLIP_ONE, seed, ~(long) index);
        Estimate explained = StrongestPlayers.explained(masked, apart, players);
        PlayerGroups chosen = new PlayerGroups(
                Arrays.stream(players).mapToObj(sample.players().groups()::get).toList());
        double[] v = game.values(sample.row(), sample.baseline(), chosen, label, outputs)[0];
        long began = System.nanoTime();
        Extraction extraction = Extractors.of(players.length).extract(v, 0, Extractors.settings(spec));
        metrics.extracted(System.nanoTime() - began, extraction.gap());
        List<Effect> strongest = Effect.strongest(extraction.and(), extraction.or(), STRONGEST_ZOOMED).stream()
                .map(effect -> effect.among(players))
                .toList();
        return Optional.of(new Zoomed(players, explained, v[v.length - 1] - v[0], extraction.gap(), strongest));
    }

    private static Recovered recovered(Recovery found) {
        return new Recovered(
                found.interactions().size(),
                found.interactions().stream()
                        .limit(STRONGEST_RECOVERED)
                        .map(CloserObserver::effect)
                        .toList(),
                found.explained(),
                found.bound(),
                found.isExplanation(),
                found.passes(),
                found.verdict());
    }

    private static Effect effect(Interaction interaction) {
        return new Effect(
                interaction.kind() == Interaction.Kind.AND,
                interaction.coefficient(),
                interaction.players().stream().mapToInt(Integer::intValue).toArray());
    }
}
