package dev.onset.infra.interactions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A sample of a model, as JSON: {@code {"x": [..], "baseline": [..], "players": [[feature indices], ..], "label": k}}; other
 * fields are ignored.
 */
public final class SampleFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Sample(float[] x, float[] baseline, List<int[]> players, int label) {}

    private final Path file;
    private final Sample sample;

    private SampleFile(Path file, Sample sample) {
        this.file = file;
        this.sample = sample;
    }

    /** Told how many of all values are computed. */
    public interface Progress {
        void at(int done, int all);
    }

    /** Players of the sample, 1 to {@link GameFile#MAX_PLAYERS}. */
    public int players() {
        return sample.players().size();
    }

    /**
     * Log-odds of the sample's label on every coalition of its players: float32 inference, batch by batch, the rest in double.
     *
     * @param partial where finished shards are kept, so that a start after a crash goes on from there; absent keeps none. The
     *     file is removed by {@link #forget} once the result is safe
     * @throws OnsetException MODEL_INVALID naming file, field and bound
     */
    public double[] values(Path model, Optional<Path> partial, Progress progress) {
        try (Evaluator network = OnnxEvaluator.open(model)) {
            check(network);
            MaskedGame game = new MaskedGame(network);
            PlayerGroups groups = new PlayerGroups(sample.players());
            PartialValues.Computation computation = (values, from, to) -> game.fill(
                    sample.x(),
                    sample.baseline(),
                    groups,
                    sample.label(),
                    List.of(ObservationSpec.Output.LOG_ODDS),
                    new double[][] {values},
                    from,
                    to);
            int size = 1 << players();
            if (partial.isPresent()) {
                return new PartialValues(partial.get(), identity(model)).complete(size, computation, progress::at);
            }
            double[] values = new double[size];
            for (int from = 0; from < size; from += PartialValues.SHARD) {
                progress.at(from, size);
                computation.fill(values, from, Math.min(size, from + PartialValues.SHARD));
            }
            progress.at(size, size);
            return values;
        }
    }

    /** Removes finished shards whose result is written. */
    public static void forget(Path partial) {
        new PartialValues(partial, "").done();
    }

    private String identity(Path model) {
        try {
            return Digest.ofJson(List.of(Digest.sha256(model), Digest.sha256(file)));
        } catch (IOException e) {
            throw invalid("or model " + model + " cannot be read: " + e);
        }
    }

    /**
     * Reads a sample.
     *
     * @throws OnsetException MODEL_INVALID naming file, field and bound
     */
    public static SampleFile read(Path file) {
        try {
            Sample sample = JSON.readValue(file.toFile(), Sample.class);
            SampleFile read = new SampleFile(file, sample);
            if (sample.x() == null || sample.baseline() == null || sample.players() == null) {
                throw read.invalid("lacks one of x, baseline and players");
            }
            read.checkPlayers();
            return read;
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "sample " + file + " cannot be read: "
                            + message.lines().findFirst().orElse("") + "; nothing was written",
                    e);
        }
    }

    private void check(Evaluator network) {
        length("x", sample.x(), network.features());
        length("baseline", sample.baseline(), network.features());
        if (sample.label() < 0 || sample.label() >= network.classes()) {
            throw invalid(
                    "label " + sample.label() + " is not one of the model's classes 0.." + (network.classes() - 1));
        }
        for (int player = 0; player < players(); player++) {
            for (int feature : sample.players().get(player)) {
                if (feature >= network.features()) {
                    throw invalid("player " + player + " holds feature " + feature + "; the model has 0.."
                            + (network.features() - 1));
                }
            }
        }
    }

    private void checkPlayers() {
        int players = sample.players().size();
        if (players < 1 || players > GameFile.MAX_PLAYERS) {
            throw invalid("has " + players + " players; 1.." + GameFile.MAX_PLAYERS
                    + " are taken, and each more doubles forward" + " passes and memory: 2^" + players + " rows here");
        }
        BitSet taken = new BitSet();
        for (int player = 0; player < players; player++) {
            if (sample.players().get(player).length == 0) {
                throw invalid("player " + player + " has no features");
            }
            for (int feature : sample.players().get(player)) {
                if (feature < 0) {
                    throw invalid("player " + player + " holds feature " + feature + "; features count from 0");
                }
                if (taken.get(feature)) {
                    throw invalid(
                            "player " + player + " holds feature " + feature + ", which another player holds too");
                }
                taken.set(feature);
            }
        }
    }

    private void length(String field, float[] values, int features) {
        if (values.length != features) {
            throw invalid(field + " has " + values.length + " entries; the model takes " + features);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw invalid(field + "[" + i + "] is " + values[i] + "; it must be finite");
            }
        }
    }

    private OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.MODEL_INVALID, "sample " + file + ": " + what + "; nothing was written");
    }
}
