package dev.onset.infra.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.Logits;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.evaluate.OnnxLibrary;
import dev.onset.evaluate.OnnxModel;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import dev.onset.game.SampledGame;
import dev.onset.spectrum.MaskValues;
import dev.onset.store.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sample of a model, as JSON: {@code {"x": [..], "baseline": [..], "players": [[feature indices], ..], "label": k}}; other
 * fields are ignored.
 */
public final class SampleFile {
    private static final long MAX_BYTES = 512L << 20;

    /** What the model is asked before it is trusted to give logits: rows with few players and with all. */
    private static final int ASKED = 64;

    /** Most players of a sample whose game is not evaluated whole. */
    public static final int MAX_SAMPLED = 65_536;

    private static final List<ObservationSpec.Output> OUTPUTS = List.of(ObservationSpec.Output.LOG_ODDS);
    private static final Set<String> FIELDS = Set.of("x", "baseline", "players", "label");

    private record Sample(float[] x, float[] baseline, List<int[]> players, int label, List<String> others) {}

    private final Path file;
    private final String digest;
    private final Sample sample;

    private SampleFile(Path file, String digest, Sample sample) {
        this.file = file;
        this.digest = digest;
        this.sample = sample;
    }

    /** Told how many of all values are computed. */
    public interface Progress {
        void at(int done, int all);
    }

    /** Players of the sample. */
    public int players() {
        return sample.players().size();
    }

    /** Fields of the file that are ignored. */
    public List<String> others() {
        return sample.others();
    }

    /** A game that is asked for masks. */
    public interface Use<T> {
        T of(MaskValues game);
    }

    /**
     * Log-odds of the sample's label on masks of its players, as many as there are.
     *
     * @param partial where the answers are kept, so that a start after a crash goes on from there; absent keeps none. The file is removed
     *     by {@link #forget} once the result is safe
     * @throws OnsetException MODEL_INVALID naming file, field and bound
     */
    public <T> T sampled(Path model, Optional<Path> partial, Use<T> use) {
        return opened(model, partial, (network, identity) -> {
            MaskedGame game = checked(model, network);
            MaskValues masked = new SampledGame(
                    game, sample.x(), sample.baseline(), new PlayerGroups(sample.players()), sample.label(), OUTPUTS);
            if (partial.isEmpty() || identity.isEmpty()) {
                return use.of(masked);
            }
            try (KeptGame kept = new KeptGame(masked, partial.get(), identity.get())) {
                return use.of(kept);
            }
        });
    }

    /** Something that is asked of the model, with what its values rest on, where that can be told. */
    private interface Asking<T> {
        T of(OnnxEvaluator network, Optional<String> identity);
    }

    private <T> T opened(Path model, Optional<Path> partial, Asking<T> asking) {
        Optional<String> before = partial.flatMap(at -> identity(model));
        try (OnnxEvaluator network = OnnxEvaluator.open(model)) {
            if (partial.isPresent() && !identity(model).equals(before)) {
                throw invalid(file, "model " + model + " changed while it was opened; run again");
            }
            return asking.of(network, before);
        }
    }

    /**
     * Log-odds on every coalition of some of its players, all others as they are in the sample.
     *
     * @param among indices of players, bit i of a coalition being the i-th
     */
    public double[] values(Path model, int[] among) {
        try (OnnxEvaluator network = OnnxEvaluator.open(model)) {
            MaskedGame game = checked(model, network);
            List<int[]> players =
                    Arrays.stream(among).mapToObj(sample.players()::get).toList();
            return game.values(sample.x(), sample.baseline(), new PlayerGroups(players), sample.label(), OUTPUTS)[0];
        }
    }

    private MaskedGame checked(Path model, OnnxEvaluator network) {
        check(network);
        PlayerGroups groups = new PlayerGroups(sample.players());
        MaskedGame game = new MaskedGame(network);
        int asked = players() < 6 ? 1 << players() : ASKED;
        Logits.require(
                model, model.toString(), network, game.rows(sample.x(), sample.baseline(), groups, asked), asked);
        return game;
    }

    /**
     * Log-odds of the sample's label on every coalition of its players: float32 inference, batch by batch, the rest in double.
     *
     * @param partial where finished shards are kept, so that a start after a crash goes on from there; absent keeps none. The
     *     file is removed by {@link #forget} once the result is safe
     * @throws OnsetException MODEL_INVALID naming file, field and bound
     */
    public double[] values(Path model, Optional<Path> partial, Progress progress) {
        int size = 1 << players();
        // a game of one shard has nothing to keep before its end
        Optional<Path> place = partial.filter(at -> size > PartialValues.SHARD);
        return opened(model, place, (network, identity) -> {
            Optional<PartialValues> kept = identity.flatMap(name -> place.map(at -> new PartialValues(at, name)));
            return values(model, network, size, kept, progress);
        });
    }

    private double[] values(
            Path model, OnnxEvaluator network, int size, Optional<PartialValues> kept, Progress progress) {
        MaskedGame game = checked(model, network);
        PlayerGroups groups = new PlayerGroups(sample.players());
        PartialValues.Computation computation = (values, from, to) -> game.fill(
                sample.x(), sample.baseline(), groups, sample.label(), OUTPUTS, new double[][] {values}, from, to);
        if (kept.isPresent()) {
            return kept.get().complete(size, computation, progress::at);
        }
        double[] values = new double[size];
        for (int from = 0; from < size; from += PartialValues.SHARD) {
            progress.at(from, size);
            computation.fill(values, from, Math.min(size, from + PartialValues.SHARD));
        }
        progress.at(size, size);
        return values;
    }

    /** Removes what was kept of a result that is written. */
    public static void forget(Path partial) {
        RecordFile.remove(partial);
    }

    /** What the values rest on: the sample, all files of the model, and what computes them. */
    private Optional<String> identity(Path model) {
        return OnnxModel.identity(model).map(files -> Digest.ofJson(List.of(files, digest, OnnxLibrary.version())));
    }

    /**
     * Reads a sample of at most {@link GameFile#MAX_PLAYERS} players.
     *
     * @throws OnsetException MODEL_INVALID naming file, field and bound
     */
    public static SampleFile read(Path file) {
        return read(file, GameFile.MAX_PLAYERS);
    }

    /** Reads a sample of at most so many players. */
    public static SampleFile read(Path file, int mostPlayers) {
        byte[] content = JsonInput.content(file, MAX_BYTES, what -> invalid(file, what));
        JsonInput json = JsonInput.of(content, what -> invalid(file, what));
        if (!json.root().isObject()) {
            throw invalid(file, "is no object with x, baseline, players and label");
        }
        float[] x = floats(file, "x", json);
        float[] baseline = floats(file, "baseline", json);
        List<int[]> players = new ArrayList<>();
        JsonNode groups = json.array(json.field("players"), "players");
        for (int i = 0; i < groups.size(); i++) {
            players.add(json.counts(groups.get(i), "players[" + i + "]"));
        }
        List<String> others = new ArrayList<>();
        json.root().fieldNames().forEachRemaining(others::add);
        others.removeAll(FIELDS);
        Sample sample = new Sample(x, baseline, players, json.count(json.field("label"), "label"), others);
        SampleFile read = new SampleFile(file, Digest.sha256(content), sample);
        read.checkPlayers(mostPlayers);
        return read;
    }

    private static float[] floats(Path file, String field, JsonInput json) {
        double[] numbers = json.numbers(json.field(field), field);
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[i];
            if (!Float.isFinite(values[i])) {
                throw invalid(file, field + "[" + i + "] is " + numbers[i] + ", more than single precision holds");
            }
        }
        return values;
    }

    private void check(Evaluator network) {
        length("x", sample.x(), network.features());
        length("baseline", sample.baseline(), network.features());
        if (sample.label() >= network.classes()) {
            throw invalid(
                    file,
                    "label " + sample.label() + " is not one of the model's classes 0.." + (network.classes() - 1));
        }
        for (int player = 0; player < players(); player++) {
            for (int feature : sample.players().get(player)) {
                if (feature >= network.features()) {
                    throw invalid(
                            file,
                            "player " + player + " holds feature " + feature + "; the model has 0.."
                                    + (network.features() - 1));
                }
            }
        }
    }

    private void checkPlayers(int most) {
        int players = players();
        if (players < 1 || players > most) {
            throw invalid(
                    file,
                    "has " + players + " players; 1.." + most + " are taken"
                            + (most == GameFile.MAX_PLAYERS
                                    ? ", and each more doubles forward passes and memory: 2^" + players
                                            + " rows here; --spectrum takes more"
                                    : ""));
        }
        BitSet taken = new BitSet();
        for (int player = 0; player < players; player++) {
            if (sample.players().get(player).length == 0) {
                throw invalid(file, "player " + player + " has no features");
            }
            for (int feature : sample.players().get(player)) {
                if (taken.get(feature)) {
                    throw invalid(
                            file,
                            "player " + player + " holds feature " + feature + ", which another player holds too");
                }
                taken.set(feature);
            }
        }
    }

    private void length(String field, float[] values, int features) {
        if (values.length != features) {
            throw invalid(file, field + " has " + values.length + " entries; the model takes " + features);
        }
    }

    private static OnsetException invalid(Path file, String what) {
        return new OnsetException(ErrorCode.MODEL_INVALID, "sample " + file + ": " + what + "; nothing was written");
    }
}
