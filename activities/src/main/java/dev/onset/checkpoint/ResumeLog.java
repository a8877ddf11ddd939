package dev.onset.checkpoint;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.CrashPoints;
import dev.onset.store.Digest;
import dev.onset.store.ExclusiveCreate;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a training was between two checkpoints of its schedule, so that a kill costs minutes and not the gap between them.
 * Trainers alone read it; observations and results never do.
 *
 * <h2>The protocol</h2>
 *
 * <p>Entries {@code runs/<run>/resume/<number>.json} are numbered from 1 and created exclusively, after the parts that they
 * name, each of which lies beside its entry under the same number and is hashed in it. As with the {@link CommitLog}, an attempt
 * knows the log's end by what it wrote itself and proposes the next number; finding that taken it learns that it is not alone, and
 * yields. Unlike there, taking turns at different steps is the usual way in which two attempts meet, and no sign of divergence.
 *
 * <p>The newest two are kept. Whoever has written a later one deletes all that is older, entry first: what a crash leaves of it
 * names no entry and is deleted with the next. As numbers below the kept ones are free again, an attempt that slept for long may
 * write under one of them; listing the log afterwards, it finds later ones and yields. Parts are shared with nobody, so deleting
 * them hurts nobody; they are not under {@code blobs}.
 *
 * <p>A crash at any point leaves the newest intact entry as good as it was. A damaged one is passed over for the one before it.
 * Not thread-safe: one instance for one attempt.
 */
public final class ResumeLog {
    private static final Logger log = LoggerFactory.getLogger(ResumeLog.class);

    private final ObjectStore store;
    private final String run;
    private final ResumeKeys keys;
    private List<ResumePoint> points;
    private long end;
    private Optional<ResumePoint> doubtful = Optional.empty();

    private ResumeLog(ObjectStore store, String run) {
        this.store = store;
        this.run = Digest.require(run);
        this.keys = new ResumeKeys(run);
        this.points = read(store.list(keys.folder()));
    }

    /**
     * Opens the log for one attempt; opening an empty log writes nothing.
     *
     * @param run fingerprint of the training trajectory
     */
    public static ResumeLog open(ObjectStore store, String run) {
        return new ResumeLog(store, run);
    }

    /** Readable resume points, those of later steps first; their parts are not verified. */
    public List<ResumePoint> points() {
        return points;
    }

    private List<ResumePoint> read(List<ObjectKey> listed) {
        List<ResumePoint> found = new ArrayList<>();
        for (ObjectKey key : listed) {
            OptionalLong number = keys.number(key);
            if (number.isEmpty() || !keys.isEntry(key)) {
                continue;
            }
            end = Math.max(end, number.getAsLong());
            try {
                Optional<byte[]> json = SmallObjects.read(store, key, Manifest.CAP);
                if (json.isPresent()) { // else another attempt has deleted it meanwhile
                    found.add(ResumeEntry.read(json.get(), run, number.getAsLong())
                            .point());
                }
            } catch (IOException | IllegalArgumentException e) {
                log.warn("{} is damaged and passed over: {}", key, e.getMessage());
            } catch (OnsetException e) {
                if (e.code() != ErrorCode.STORE_CORRUPT) {
                    throw e;
                }
                log.warn("{}", e.getMessage());
            }
        }
        found.sort(Comparator.comparingLong(ResumePoint::step)
                .thenComparingLong(ResumePoint::number)
                .reversed());
        return List.copyOf(found);
    }

    /**
     * Copies the parts of a resume point into a folder, each hashed.
     *
     * @throws OnsetException STORE_CORRUPT or STORE_MISSING when it cannot be used
     */
    public void fetch(ResumePoint point, Path folder) {
        for (Map.Entry<String, BlobRef> part : point.parts().entrySet()) {
            parts(point.number()).fetch(part.getValue(), folder.resolve(part.getKey()));
        }
    }

    /**
     * Deletes resume points of later steps: training goes on from here to other parameters, which they do not follow from. Those of
     * a training that repeats itself stay, since it comes to the same.
     */
    public void abandonAfter(long step) {
        Set<Long> gone = points.stream()
                .filter(point -> point.step() > step)
                .map(ResumePoint::number)
                .collect(Collectors.toSet());
        if (gone.isEmpty()) {
            return;
        }
        points = points.stream().filter(point -> point.step() <= step).toList();
        store.list(keys.folder()).stream()
                .filter(key -> gone.contains(keys.number(key).orElse(0)))
                .sorted(Comparator.comparing(key -> !keys.isEntry(key)))
                .forEach(store::delete);
    }

    /** Passes a resume point over from now on: it turned out to be of no use. */
    public void discard(ResumePoint point) {
        points = points.stream().filter(other -> !other.equals(point)).toList();
    }

    /**
     * Writes a resume point and deletes what it supersedes.
     *
     * @param files by part name
     * @throws OnsetException for failures that are certain, such as {@code DISK_FULL}: the points before it stand
     */
    public ResumeOutcome write(long step, Map<String, Path> files) throws IOException {
        while (true) {
            ResumePoint point = new ResumePoint(run, end + 1, step, putParts(end + 1, files));
            byte[] json = ResumeEntry.of(point).toJson();
            CrashPoints.BEFORE_RESUME_ENTRY.pass();
            ExclusiveCreate creation = ExclusiveCreate.make(store, keys.entry(point.number()), json);
            CrashPoints.AFTER_RESUME_ENTRY.pass();
            if (creation instanceof ExclusiveCreate.Unknown unknown) {
                doubtful = Optional.of(point);
                return new ResumeOutcome.Unknown(unknown.cause());
            }
            Optional<byte[]> taken = taken(creation, json);
            if (taken.isPresent()) {
                Optional<ResumePoint> ours = doubtful.filter(
                        known -> Arrays.equals(ResumeEntry.of(known).toJson(), taken.get()));
                if (ours.isEmpty()) {
                    return new ResumeOutcome.Fenced("number " + point.number() + " was taken by another attempt");
                }
                if (!ours.get().equals(point)) { // of an earlier step: the next number is free
                    end = point.number();
                    points = List.of(ours.get());
                    doubtful = Optional.empty();
                    continue;
                }
            }
            doubtful = Optional.empty();
            end = point.number();
            return settle(point);
        }
    }

    /** What was found in an entry's place. */
    private static Optional<byte[]> taken(ExclusiveCreate creation, byte[] json) {
        if (creation instanceof ExclusiveCreate.Other other) {
            return Optional.of(other.found());
        }
        return creation instanceof ExclusiveCreate.Same ? Optional.of(json) : Optional.empty();
    }

    private SortedMap<String, BlobRef> putParts(long number, Map<String, Path> files) throws IOException {
        SortedMap<String, BlobRef> parts = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            CrashPoints.BEFORE_RESUME_PART.pass();
            parts.put(file.getKey(), parts(number).put(ObjectStore.Content.of(file.getValue())));
            CrashPoints.AFTER_RESUME_PART.pass();
        }
        return parts;
    }

    /** The point is there: what is older goes, unless somebody is ahead of us. */
    private ResumeOutcome settle(ResumePoint written) {
        List<ObjectKey> listed = store.list(keys.folder());
        boolean overtaken = listed.stream()
                .filter(keys::isEntry)
                .anyMatch(key -> keys.number(key).orElse(0) > written.number());
        if (overtaken) {
            return new ResumeOutcome.Fenced("later numbers than " + written.number() + " are taken");
        }
        Optional<ResumePoint> before = points.stream().findFirst();
        List<ResumePoint> kept = new ArrayList<>(List.of(written));
        before.ifPresent(kept::add);
        points = List.copyOf(kept);
        CrashPoints.BEFORE_RESUME_REMOVAL.pass();
        List<ObjectKey> old = listed.stream()
                .filter(key -> isOld(keys.number(key), kept))
                .sorted(Comparator.comparing(key -> !keys.isEntry(key)))
                .toList();
        old.forEach(store::delete);
        CrashPoints.AFTER_RESUME_REMOVAL.pass();
        return new ResumeOutcome.Written(written);
    }

    /** Never what has a higher number: another attempt may be about to name it. */
    private static boolean isOld(OptionalLong number, List<ResumePoint> kept) {
        return number.isPresent()
                && number.getAsLong() < kept.get(0).number()
                && kept.stream().noneMatch(point -> point.number() == number.getAsLong());
    }

    private BlobStore parts(long number) {
        return new BlobStore(store, part -> keys.part(number, part));
    }
}
