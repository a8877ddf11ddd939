package dev.onset.observe;

import dev.onset.checkpoint.Npz;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.interactions.Effect;
import dev.onset.observe.CloserObserver.Seen;
import dev.onset.recovery.Interaction;
import dev.onset.spectrum.Estimate;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a closer look leaves in the store, in {@code closer.npz}: {@code facts.json}, every sample looked at, and where a later look
 * starts from it {@code lists.json}, everything that was recovered of each. Those of checkpoints that are not looked at, and of
 * controls, hold no samples.
 */
public final class CloserFiles {
    static final int FORMAT = 1;
    static final String ARCHIVE = "closer.npz";
    private static final String FACTS = "facts.json";
    private static final String LISTS = "lists.json";

    private CloserFiles() {}

    /** What was recovered of the samples of a shard. */
    record Lists(int format, List<List<Interaction>> lists) {
        Lists {
            lists = List.copyOf(lists);
        }
    }

    /** The samples of a shard. */
    public record Facts(int format, List<Look> samples) {
        public Facts {
            samples = List.copyOf(samples);
        }
    }

    /**
     * One sample, by its first output.
     *
     * @param split train or test
     * @param position in its split
     * @param row in the data file
     * @param players feature indices of each player
     * @param effect v(N) - v(empty)
     * @param zoom empty where none was asked, and for a constant game, in which no player matters
     */
    public record Look(
            String split,
            int position,
            int row,
            int label,
            List<int[]> players,
            double effect,
            Optional<Zoomed> zoom,
            Optional<Recovered> recovered) {
        public Look {
            players = List.copyOf(players);
        }
    }

    /**
     * The interactions of the players that matter most, all others as they are in the sample.
     *
     * @param players indices of them, ascending
     * @param explained share of the variance of the whole game that they explain alone
     * @param effect v with all of them present less v with none
     * @param gap certified relative distance from the sparsest effects
     * @param strongest of the extraction, players numbered as in the sample
     */
    public record Zoomed(int[] players, Estimate explained, double effect, double gap, List<Effect> strongest) {
        public Zoomed {
            strongest = List.copyOf(strongest);
        }
    }

    /**
     * The interactions that sparse recovery names among all players.
     *
     * @param interactions how many there are
     * @param strongest the first of them, the largest first
     * @param explained R^2 on masks that the list has not seen
     * @param bound what that is at least, with a confidence of 95 %
     * @param explanation whether the list is called an explanation
     * @param passes evaluations of the game
     * @param verdict the same in words
     */
    public record Recovered(
            int interactions,
            List<Effect> strongest,
            double explained,
            double bound,
            boolean explanation,
            int passes,
            String verdict) {
        public Recovered {
            strongest = List.copyOf(strongest);
        }
    }

    /** @param withLists whether a later look starts from this one, or may */
    static Map<String, Path> write(Path folder, List<Seen> seen, boolean withLists) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        Facts facts = new Facts(FORMAT, seen.stream().map(Seen::look).toList());
        files.put(FACTS, Files.write(folder.resolve(FACTS), CanonicalJson.bytes(facts)));
        if (withLists) {
            Lists lists = new Lists(FORMAT, seen.stream().map(Seen::list).toList());
            files.put(LISTS, Files.write(folder.resolve(LISTS), CanonicalJson.bytes(lists)));
        }
        return Map.of(ARCHIVE, Npz.pack(folder.resolve(ARCHIVE), files));
    }

    /** Reads the samples of a closer look. */
    public static List<Look> read(StageResult result, BlobStore blobs, Path scratch) throws IOException {
        return StoredArchive.read(result, ARCHIVE, blobs, scratch, folder -> {
            Facts facts = CanonicalJson.parse(Files.readAllBytes(folder.resolve(FACTS)), Facts.class);
            check(result, facts.format());
            return facts.samples();
        });
    }

    /** Reads everything that was recovered of the samples of a closer look that a later one may start from. */
    public static List<List<Interaction>> lists(StageResult result, BlobStore blobs, Path scratch) throws IOException {
        return StoredArchive.read(result, ARCHIVE, blobs, scratch, folder -> {
            Lists lists = CanonicalJson.parse(Files.readAllBytes(folder.resolve(LISTS)), Lists.class);
            check(result, lists.format());
            return lists.lists();
        });
    }

    private static void check(StageResult result, int format) {
        if (format != FORMAT) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    result.key() + ": it is of format " + format + ", not " + FORMAT + "; it must be recomputed");
        }
    }
}
