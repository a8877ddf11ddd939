package dev.onset.observe;

import dev.onset.checkpoint.Npz;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.interactions.Effect;
import dev.onset.recovery.Interaction;
import dev.onset.spectrum.Estimate;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

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
    record Lists(List<List<Interaction>> lists) {
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

    /**
     * A look, and all that was recovered for it.
     *
     * @param list empty where nothing is recovered, and where no later look may start from it
     */
    public record Seen(Look look, List<Interaction> list) {
        public Seen {
            list = List.copyOf(list);
        }
    }

    /** @param withLists whether a later look starts from this one, or may */
    static Map<String, Path> write(Path folder, List<Seen> seen, boolean withLists) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        Facts facts = new Facts(FORMAT, seen.stream().map(Seen::look).toList());
        files.put(FACTS, Files.write(folder.resolve(FACTS), CanonicalJson.bytes(facts)));
        if (withLists) {
            Lists lists = new Lists(seen.stream().map(Seen::list).toList());
            files.put(LISTS, Files.write(folder.resolve(LISTS), CanonicalJson.bytes(lists)));
        }
        return Map.of(ARCHIVE, Npz.pack(folder.resolve(ARCHIVE), files));
    }

    /** Reads the samples of a closer look. */
    public static List<Seen> read(StageResult result, BlobStore blobs, Path scratch) throws IOException {
        return StoredArchive.read(result, ARCHIVE, blobs, scratch, folder -> {
            Facts facts = CanonicalJson.parse(Files.readAllBytes(folder.resolve(FACTS)), Facts.class);
            if (facts.format() != FORMAT) {
                throw new OnsetException(
                        ErrorCode.STORE_CORRUPT,
                        result.key() + ": it is of format " + facts.format() + ", not " + FORMAT
                                + "; it must be recomputed");
            }
            Path kept = folder.resolve(LISTS);
            List<List<Interaction>> lists = Files.exists(kept)
                    ? CanonicalJson.parse(Files.readAllBytes(kept), Lists.class).lists()
                    : Collections.nCopies(facts.samples().size(), List.of());
            return IntStream.range(0, facts.samples().size())
                    .mapToObj(i -> new Seen(facts.samples().get(i), lists.get(i)))
                    .toList();
        });
    }
}
