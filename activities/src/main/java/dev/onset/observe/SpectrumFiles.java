package dev.onset.observe;

import dev.onset.checkpoint.Npy;
import dev.onset.checkpoint.Npz;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one observation of order spectra leaves in the store, in {@code spectrum.npz}: {@code facts.json}, every sample's spectra by
 * output; and {@code influences.npy}, float64 of shape [samples, outputs, 2, n]: total influences over V, then first-order components
 * over V. Influences that were not measured, and those of constant games, are 0.
 */
public final class SpectrumFiles {
    static final int FORMAT = 1;
    static final String ARCHIVE = "spectrum.npz";
    private static final String FACTS = "facts.json";
    private static final String INFLUENCES = "influences.npy";

    private SpectrumFiles() {}

    /** The samples of a shard. */
    public record Facts(int format, int n, List<SampleSpectra> samples) {
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
     * @param outputs spectra by output, without the players' influences
     */
    public record SampleSpectra(
            String split, int position, int row, int label, boolean mislabelled, List<OrderSpectrum> outputs) {
        public SampleSpectra {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * One shard as it is read back.
     *
     * @param influences as in the file
     */
    public record Shard(Facts facts, double[] influences) {
        /** Total influences over V, by player. */
        public double[] influences(int sample, int output) {
            return part(sample, output, 0);
        }

        /** First-order components over V, by player. */
        public double[] firstOrder(int sample, int output) {
            return part(sample, output, 1);
        }

        private double[] part(int sample, int output, int kind) {
            int outputs = facts.samples().get(0).outputs().size();
            double[] one = new double[facts.n()];
            System.arraycopy(influences, ((sample * outputs + output) * 2 + kind) * facts.n(), one, 0, one.length);
            return one;
        }
    }

    static Map<String, Path> write(Path folder, int players, List<SampleSpectra> samples) throws IOException {
        int outputs = samples.get(0).outputs().size();
        double[] influences = new double[samples.size() * outputs * 2 * players];
        List<SampleSpectra> small = new ArrayList<>();
        int at = 0;
        for (SampleSpectra sample : samples) {
            for (OrderSpectrum spectrum : sample.outputs()) {
                fill(influences, at, spectrum.influences());
                fill(influences, at + players, spectrum.firstOrder());
                at += 2 * players;
            }
            small.add(new SampleSpectra(
                    sample.split(),
                    sample.position(),
                    sample.row(),
                    sample.label(),
                    sample.mislabelled(),
                    sample.outputs().stream().map(OrderSpectrum::withoutPlayers).toList()));
        }
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(FACTS, Files.write(folder.resolve(FACTS), CanonicalJson.bytes(new Facts(FORMAT, players, small))));
        Path array = folder.resolve(INFLUENCES);
        Npy.write(array, influences, samples.size(), outputs, 2, players);
        files.put(INFLUENCES, array);
        return Map.of(ARCHIVE, Npz.pack(folder.resolve(ARCHIVE), files));
    }

    private static void fill(double[] to, int at, List<Estimate> from) {
        for (int i = 0; i < from.size(); i++) {
            to[at + i] = from.get(i).value();
        }
    }

    /** Reads an observation, hashed. */
    public static Shard read(StageResult result, BlobStore blobs, Path scratch) throws IOException {
        return StoredArchive.read(result, ARCHIVE, blobs, scratch, folder -> read(result, folder));
    }

    private static Shard read(StageResult result, Path folder) throws IOException {
        Facts facts = CanonicalJson.parse(Files.readAllBytes(folder.resolve(FACTS)), Facts.class);
        double[] influences = Npy.readDoubles(folder.resolve(INFLUENCES));
        int games = facts.samples().size() * facts.samples().get(0).outputs().size();
        if (facts.format() != FORMAT || influences.length != 2 * games * facts.n()) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    result.key() + ": its array does not have the shape its facts name; it must be recomputed");
        }
        return new Shard(facts, influences);
    }
}
