package dev.onset.observe;

import dev.onset.checkpoint.Npy;
import dev.onset.checkpoint.Npz;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.game.ObservationSpec;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one observation of samples leaves in the store, in {@code interactions.npz}: {@code facts.json}; {@code values.npy}, float64 of shape [samples,
 * outputs, 2^n], the games v; and {@code interactions.npy}, float64 of shape [samples, outputs, 2, 2^n], AND then OR.
 * Coalitions are little-endian bitmasks.
 */
public final class InteractionFiles {
    static final int FORMAT = 2;
    static final String ARCHIVE = "interactions.npz";
    private static final String FACTS = "facts.json";
    private static final String VALUES = "values.npy";
    private static final String INTERACTIONS = "interactions.npy";

    private InteractionFiles() {}

    /** The samples of a shard and what was found about each. */
    public record Facts(int format, int n, List<SampleFacts> samples) {
        public Facts {
            samples = List.copyOf(samples);
        }
    }

    /**
     * One sample.
     *
     * @param split train or test
     * @param position in its split
     * @param row in the data file
     * @param mislabelled whether the study gave it another label than the data has
     * @param players feature indices of each player
     */
    public record SampleFacts(
            String split,
            int position,
            int row,
            int label,
            boolean mislabelled,
            List<int[]> players,
            List<GameFacts> games) {
        public SampleFacts {
            players = List.copyOf(players);
            games = List.copyOf(games);
        }
    }

    /**
     * One output's game: end points of v and what the extraction certifies.
     *
     * @param residual matching residual relative to the largest |u|
     */
    public record GameFacts(
            ObservationSpec.Output output,
            double valueOfEmpty,
            double valueOfAll,
            double objective,
            double lowerBound,
            double gap,
            int iterations,
            double residual) {
        /** |v(N) - v(empty)|. */
        public double effect() {
            return Math.abs(valueOfAll - valueOfEmpty);
        }
    }

    /** One shard as it is read back. */
    public record Shard(Facts facts, double[] values, double[] interactions) {
        /** A copy of one sample's game v. */
        public double[] values(int sample, int output) {
            int size = 1 << facts.n();
            int from = (sample * facts.samples().get(0).games().size() + output) * size;
            return Arrays.copyOfRange(values, from, from + size);
        }

        /** A copy of one sample's effects: 0 AND, 1 OR. */
        public double[] effects(int sample, int output, int kind) {
            int outputs = facts.samples().get(0).games().size();
            int size = 1 << facts.n();
            int from = ((sample * outputs + output) * 2 + kind) * size;
            return Arrays.copyOfRange(interactions, from, from + size);
        }
    }

    static Map<String, Path> write(Path folder, Facts facts, double[] values, double[] interactions)
            throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(FACTS, Files.write(folder.resolve(FACTS), CanonicalJson.bytes(facts)));
        int outputs = facts.samples().get(0).games().size();
        Path array = folder.resolve(INTERACTIONS);
        Npy.write(array, interactions, facts.samples().size(), outputs, 2, 1 << facts.n());
        files.put(INTERACTIONS, array);
        Path games = folder.resolve(VALUES);
        Npy.write(games, values, facts.samples().size(), outputs, 1 << facts.n());
        files.put(VALUES, games);
        return Map.of(ARCHIVE, Npz.pack(folder.resolve(ARCHIVE), files));
    }

    /** Reads an observation. */
    public static Shard read(StageResult result, BlobStore blobs, Path scratch) throws IOException {
        return StoredArchive.read(result, ARCHIVE, blobs, scratch, folder -> read(result, folder));
    }

    private static Shard read(StageResult result, Path folder) throws IOException {
        Facts facts = CanonicalJson.parse(Files.readAllBytes(folder.resolve(FACTS)), Facts.class);
        double[] interactions = Npy.readDoubles(folder.resolve(INTERACTIONS));
        double[] values = Npy.readDoubles(folder.resolve(VALUES));
        int outputs = facts.samples().get(0).games().size();
        int games = facts.samples().size() * outputs;
        if (facts.format() != FORMAT
                || values.length != games << facts.n()
                || interactions.length != 2 * games << facts.n()) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    result.key() + ": its arrays do not have the shape its facts name; it must be recomputed");
        }
        return new Shard(facts, values, interactions);
    }
}
