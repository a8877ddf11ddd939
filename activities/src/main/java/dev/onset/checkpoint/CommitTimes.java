package dev.onset.checkpoint;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the commits of one run were made: {@code runs/<run>/times/<number>.json} for manifest {@code number}, and beside each
 * resume point. Written once the commit is known to have taken effect and by whoever made it, so never for a claim that failed;
 * a crash in between leaves a commit without a time, and an older one is shown. For people only: nothing is decided by it.
 */
public final class CommitTimes {
    private static final Logger log = LoggerFactory.getLogger(CommitTimes.class);

    private final ObjectStore store;
    private final String run;
    private final ResumeKeys keys;
    private final Clock clock;

    /** @param run fingerprint of the training trajectory */
    public CommitTimes(ObjectStore store, String run, Clock clock) {
        this.store = store;
        this.run = run;
        this.keys = new ResumeKeys(run);
        this.clock = clock;
    }

    /** Notes that a checkpoint was committed just now; a store that fails costs the time only. */
    public void committed(CommittedCheckpoint checkpoint, double seconds) {
        note(manifest(checkpoint.number()), seconds);
    }

    /** Notes that a resume point was written just now; a store that fails costs the time only. */
    public void written(ResumePoint point, double seconds) {
        note(keys.committed(point.number()), seconds);
    }

    private void note(ObjectKey key, double seconds) {
        Instant now = clock.instant();
        try {
            store.create(key, ObjectStore.Content.of(CommitTime.of(now, seconds).toJson()));
        } catch (OnsetException e) {
            log.warn("the time of a commit could not be kept, the commit stands: {}", e.getMessage());
        }
    }

    /**
     * The newest times.
     *
     * @param commit of the last commit of any kind
     * @param resumePoint of the newest resume point
     */
    public record Last(Optional<CommitTime> commit, Optional<CommitTime> resumePoint) {}

    /**
     * When the last commits were made, as far as times were kept.
     *
     * @param lastManifest number of the newest manifest, 0 where there is none
     */
    public Last last(long lastManifest) {
        Optional<CommitTime> resumePoint = newestResumePoint();
        Optional<CommitTime> manifest = Stream.of(lastManifest, lastManifest - 1)
                .filter(number -> number > 0)
                .map(number -> read(manifest(number)))
                .flatMap(Optional::stream)
                .findFirst();
        return new Last(
                Stream.concat(manifest.stream(), resumePoint.stream()).max(Comparator.comparing(CommitTime::at)),
                resumePoint);
    }

    /** When the newest resume point was written, and what it cost. */
    public Optional<CommitTime> newestResumePoint() {
        List<ObjectKey> times =
                store.list(keys.folder()).stream().filter(keys::isCommitted).toList();
        for (int i = times.size() - 1; i >= 0; i--) {
            Optional<CommitTime> time = read(times.get(i));
            if (time.isPresent()) {
                return time;
            }
        }
        return Optional.empty();
    }

    /** Damaged times are as good as none. */
    private Optional<CommitTime> read(ObjectKey key) {
        try {
            Optional<byte[]> json = SmallObjects.read(store, key, CommitTime.CAP);
            return json.isEmpty() ? Optional.empty() : Optional.of(CommitTime.read(json.get()));
        } catch (IOException | IllegalArgumentException e) {
            log.warn("{} is damaged: {}", key, e.getMessage());
            return Optional.empty();
        } catch (OnsetException e) {
            if (e.code() == ErrorCode.STORE_CORRUPT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ObjectKey manifest(long number) {
        return folder(run).resolve(Manifest.name(number));
    }

    static ObjectKey folder(String run) {
        return Manifest.RUNS.resolve(run + "/times");
    }
}
