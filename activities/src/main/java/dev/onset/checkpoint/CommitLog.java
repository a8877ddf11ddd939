package dev.onset.checkpoint;

import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.CrashPoints;
import dev.onset.store.Digest;
import dev.onset.store.ExclusiveCreate;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one training trajectory, and one attempt's right to add to them.
 *
 * <h2>The protocol</h2>
 *
 * <p>The log is a row of manifests, {@code runs/<run>/log/<number>.json}, numbered from 1. A checkpoint exists when its
 * manifest does; its blobs are durable before. Manifests are created exclusively and never replaced or removed, and each
 * names the digest of the one before it, so the log can only grow at its end and everyone reads the same history.
 *
 * <p>An attempt opens the log once and from then on knows its end only by what it wrote itself. It proposes number
 * {@code end + 1}. As long as it is alone, every proposal is accepted. A lost heartbeat may let a second attempt start while
 * the first still runs; then one of them finds a number taken, and knows that it is not alone:
 *
 * <ul>
 *   <li>taken by the same bytes: both trained the same step and the other was first. {@code AlreadyCommitted}, by another.
 *   <li>taken by another step: the log is read again. If our step is in it with our content, {@code AlreadyCommitted}. If it
 *       is not, the other attempt is somewhere else: {@code Fenced}, and this attempt commits no more.
 *   <li>the log holds our step with other content: {@code Fenced} and divergent. Training that is not deterministic would
 *       spoil the study; it stops, and the first content stands.
 *   <li>the create failed without saying whether it took effect: the number is read back and compared. Ours, therefore
 *       {@code Committed}; absent, therefore create again; no answer, therefore {@code Unknown}, and the attempt may ask
 *       again with the same step.
 * </ul>
 *
 * <p>Why it is safe: a manifest holds no time and no attempt, so whoever writes step s of a deterministic run writes the
 * same content, and it does not matter who wins. Why it ends: of two proposals for one number exactly one is created, so some
 * attempt always goes forward.
 *
 * <p>Order is that of commit, not of step: a later study with a denser schedule appends steps between those that exist. A
 * step appears once. A manifest that was damaged on disk keeps its number; the step it named is committed again at
 * the end, and the new manifest names the digest of the damaged bytes as they were found.
 *
 * <p>Where a checkpoint says which network it holds ({@code identity.json}), that decides what is the same content: other bytes of
 * the same network are none of divergence. A later manifest may then name its step again, which happens where a part was damaged
 * and came back with other bytes: it takes the earlier one's place. Where it holds another network, what was committed for later
 * steps before it does not follow from it, and ends with the earlier one.
 *
 * <p>A crash at any point leaves a log that is a prefix of the uninterrupted one. Not thread-safe: one instance for one
 * attempt.
 */
public final class CommitLog {
    private static final Logger log = LoggerFactory.getLogger(CommitLog.class);
    private static final byte[] RETIRED = CanonicalJson.bytes(Map.of("format", "onset.retired/1"));

    /**
     * What to resume from.
     *
     * @param checkpoint the newest good checkpoint, empty when there is none
     * @param losses checkpoints newer than that which are damaged, for the operator
     */
    public record Restorable(Optional<CommittedCheckpoint> checkpoint, List<String> losses) {
        public Restorable {
            losses = List.copyOf(losses);
        }
    }

    private final ObjectStore store;
    private final BlobStore blobs;
    private final String run;
    private final CommitListener listener;
    private final ManifestMemory memory;
    private LogState state;
    private long end;
    private String endDigest;
    private long doubtful;
    private Optional<CommitOutcome.Fenced> fenced = Optional.empty();

    private CommitLog(ObjectStore store, String run, CommitListener listener, ManifestMemory memory) {
        this.store = store;
        this.blobs = new BlobStore(store);
        this.run = Digest.require(run);
        this.listener = listener;
        this.memory = memory;
        this.state = read();
        this.end = state.last();
        this.endDigest = state.lastDigest();
    }

    /**
     * Opens the log for one attempt; opening an empty log writes nothing.
     *
     * @param run fingerprint of the training trajectory
     */
    public static CommitLog open(ObjectStore store, String run, CommitListener listener) {
        return open(store, run, listener, new ManifestMemory());
    }

    /**
     * Opens the log for one attempt.
     *
     * @param memory of the same run: what was read before is not read again
     */
    public static CommitLog open(ObjectStore store, String run, CommitListener listener, ManifestMemory memory) {
        return new CommitLog(store, run, listener, memory);
    }

    /** Readable checkpoints in the order of commit, as known when opened, read again or committed to. */
    public List<CommittedCheckpoint> entries() {
        return state.entries();
    }

    /** What is damaged in the log itself, for the operator. */
    public List<String> problems() {
        return state.problems().stream().map(LogState.Problem::toString).toList();
    }

    /** The checkpoint of exactly this step, its parts not verified. */
    public Optional<CommittedCheckpoint> find(long step) {
        return state.find(step);
    }

    /** Reads the log again, for those who only follow it. Does not move the place at which this attempt commits. */
    public void refresh() {
        state = read();
    }

    /**
     * The newest checkpoint at or before {@code step} whose parts all have their digests. Damaged ones are passed over and
     * named; retired ones are passed over in silence.
     */
    public Restorable newestAtOrBefore(long step) {
        Set<Long> retired = retired();
        List<String> losses = new ArrayList<>();
        List<CommittedCheckpoint> candidates = state.entries().stream()
                .filter(entry -> entry.step() <= step && !retired.contains(entry.number()))
                .sorted(Comparator.comparingLong(CommittedCheckpoint::step).reversed())
                .toList();
        for (CommittedCheckpoint candidate : candidates) {
            Optional<String> problem = problem(candidate);
            if (problem.isEmpty()) {
                return new Restorable(Optional.of(candidate), losses);
            }
            String loss = "checkpoint at step " + candidate.step() + " is lost: " + problem.get()
                    + "; falling back to the one before it";
            losses.add(loss);
            damaged(loss);
        }
        return new Restorable(Optional.empty(), losses);
    }

    /** Why a checkpoint's parts cannot be used, by full hash, or empty. */
    public Optional<String> problem(CommittedCheckpoint checkpoint) {
        for (Map.Entry<String, BlobRef> part : checkpoint.parts().entrySet()) {
            BlobStore.State found = blobs.inspect(part.getValue());
            if (found != BlobStore.State.INTACT) {
                return Optional.of("part " + part.getKey() + " ("
                        + part.getValue().key() + ") is " + found.name().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    /**
     * Commits a checkpoint whose parts are durable.
     *
     * @throws OnsetException for failures that are certain, such as {@code DISK_FULL}: nothing was committed
     */
    public CommitOutcome commit(long step, Map<String, BlobRef> parts) {
        return commit(step, parts, true);
    }

    /**
     * As {@link #commit(long, Map)}.
     *
     * @param repeatable whether training that is taken up again gives the same networks; where not, other content for a step is
     *     no divergence, and it takes the place of a checkpoint that is damaged, with all that followed from that
     */
    public CommitOutcome commit(long step, Map<String, BlobRef> parts, boolean repeatable) {
        CommitOutcome outcome = decide(step, new TreeMap<>(parts), repeatable);
        if (outcome instanceof CommitOutcome.Fenced fence) {
            fenced = Optional.of(fence);
        }
        listener.committed(run, step, outcome);
        return outcome;
    }

    /** Marks a checkpoint whose parts retention may remove. The manifest stays; marking twice is no error. */
    public void retire(CommittedCheckpoint checkpoint) {
        store.create(retiredFolder().resolve(Manifest.name(checkpoint.number())), ObjectStore.Content.of(RETIRED));
    }

    /** Numbers of checkpoints that are retired. */
    public Set<Long> retired() {
        return retired(store, run);
    }

    static Set<Long> retired(ObjectStore store, String run) {
        Set<Long> numbers = new HashSet<>();
        for (ObjectKey key : store.list(retiredFolder(run))) {
            String name = key.value().substring(retiredFolder(run).value().length() + 1);
            if (name.matches("[0-9]{10}\\.json")) {
                numbers.add(Long.parseLong(name.substring(0, 10)));
            }
        }
        return numbers;
    }

    private CommitOutcome decide(long step, TreeMap<String, BlobRef> parts, boolean repeatable) {
        if (fenced.isPresent()) {
            return fenced.get();
        }
        Optional<CommittedCheckpoint> known = state.find(step);
        if (known.isPresent() && !isToBeReplaced(known.get(), parts, repeatable)) {
            return settled(known.get(), parts, repeatable);
        }
        Manifest manifest = Manifest.of(run, end + 1, step, parts, endDigest);
        CrashPoints.BEFORE_MANIFEST.pass();
        ExclusiveCreate creation = ExclusiveCreate.make(store, Manifest.key(run, manifest.number()), manifest.toJson());
        CrashPoints.AFTER_MANIFEST.pass();
        if (creation instanceof ExclusiveCreate.Created) {
            return won(manifest, false);
        }
        if (creation instanceof ExclusiveCreate.Confirmed) {
            return won(manifest, true);
        }
        if (creation instanceof ExclusiveCreate.Same) {
            boolean ours = doubtful == manifest.number();
            advance(manifest.checkpoint());
            return ours
                    ? new CommitOutcome.Committed(manifest.checkpoint(), true)
                    : new CommitOutcome.AlreadyCommitted(manifest.checkpoint(), true);
        }
        if (creation instanceof ExclusiveCreate.Unknown unknown) {
            doubtful = manifest.number();
            return new CommitOutcome.Unknown(unknown.cause());
        }
        return taken(manifest, parts, repeatable);
    }

    /**
     * A damaged part whose bytes are not written again, since the same network came with others or another came, is lost: a later
     * manifest names the step anew.
     */
    private boolean isToBeReplaced(CommittedCheckpoint known, TreeMap<String, BlobRef> parts, boolean repeatable) {
        return !known.parts().equals(parts)
                && (known.isSameNetwork(parts) || !repeatable)
                && problem(known).isPresent();
    }

    private CommitOutcome won(Manifest manifest, boolean readBack) {
        advance(manifest.checkpoint());
        return new CommitOutcome.Committed(manifest.checkpoint(), readBack);
    }

    private CommitOutcome taken(Manifest manifest, TreeMap<String, BlobRef> parts, boolean repeatable) {
        state = read();
        Optional<CommittedCheckpoint> ours = state.find(manifest.step());
        if (ours.isPresent()) {
            return settled(ours.get(), parts, repeatable);
        }
        String winner = state.entries().stream()
                .filter(entry -> entry.number() == manifest.number())
                .findFirst()
                .map(entry -> "step " + entry.step())
                .orElse("something that is no manifest");
        return new CommitOutcome.Fenced("number " + manifest.number() + " was taken by " + winner, false);
    }

    private CommitOutcome settled(CommittedCheckpoint found, TreeMap<String, BlobRef> parts, boolean repeatable) {
        if (found.parts().equals(parts) || found.isSameNetwork(parts)) {
            return new CommitOutcome.AlreadyCommitted(found, found.number() > end);
        }
        return new CommitOutcome.Fenced(
                "step " + found.step() + " is committed with other content: " + found.parts() + " instead of " + parts,
                repeatable);
    }

    private void advance(CommittedCheckpoint checkpoint) {
        List<CommittedCheckpoint> entries = new ArrayList<>(state.entries());
        LogState.add(entries, checkpoint);
        state = new LogState(List.copyOf(entries), checkpoint.number(), checkpoint.manifest(), state.problems());
        end = checkpoint.number();
        endDigest = checkpoint.manifest();
    }

    private LogState read() {
        LogState read = LogState.read(store, run, memory);
        read.problems().forEach(problem -> damaged("commit log of run " + run + ": " + problem));
        return read;
    }

    private void damaged(String problem) {
        log.warn("{}", problem);
        listener.damaged(run, problem);
    }

    private ObjectKey retiredFolder() {
        return retiredFolder(run);
    }

    private static ObjectKey retiredFolder(String run) {
        return Manifest.RUNS.resolve(run + "/retired");
    }
}
