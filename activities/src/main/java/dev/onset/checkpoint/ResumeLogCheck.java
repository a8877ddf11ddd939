package dev.onset.checkpoint;

import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.SmallObjects;
import dev.onset.store.StoreAudit;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies every resume log and the times of commits. Objects are counted with the commit logs. Parts that no entry names are
 * what a crash left, and no fault: they go with the next resume points.
 */
public final class ResumeLogCheck implements StoreAudit.Check {
    private static final Pattern PLACE = Pattern.compile("runs/([0-9a-f]{64})/(resume|times)/.*");
    private static final String COSTS_TIME = "training would start over from the resume point or checkpoint before it";
    private static final String COSTS_NOTHING = "status shows an older time";
    private static final String NOTHING_TO_DO = "nothing: training that goes on writes newer ones";

    @Override
    public void run(StoreAudit.Pass pass) {
        for (ObjectKey key : pass.store().list(Manifest.RUNS)) {
            Matcher place = PLACE.matcher(key.value());
            if (place.matches()) {
                check(pass, key, place.group(1), place.group(2));
            }
        }
    }

    private static void check(StoreAudit.Pass pass, ObjectKey key, String run, String where) {
        ResumeKeys keys = new ResumeKeys(run);
        if (where.equals("times")) {
            time(pass, key);
            return;
        }
        OptionalLong number = keys.number(key);
        if (number.isEmpty()) {
            pass.report(key, "is not named like a resume point", "it is never read", "remove it if nothing of yours");
        } else if (keys.isCommitted(key)) {
            time(pass, key);
        } else if (keys.isEntry(key)) {
            entry(pass, keys, key, run, number.getAsLong());
        }
    }

    private static void time(StoreAudit.Pass pass, ObjectKey key) {
        try {
            Optional<byte[]> json = SmallObjects.read(pass.store(), key, CommitTime.CAP);
            if (json.isPresent()) { // else it was deleted meanwhile
                CommitTime.read(json.get());
            }
        } catch (IOException | IllegalArgumentException | OnsetException e) {
            pass.report(key, "is damaged: " + firstLine(e), COSTS_NOTHING, NOTHING_TO_DO);
        }
    }

    private static void entry(StoreAudit.Pass pass, ResumeKeys keys, ObjectKey key, String run, long number) {
        ResumePoint point;
        try {
            Optional<byte[]> json = SmallObjects.read(pass.store(), key, Manifest.CAP);
            if (json.isEmpty()) {
                return; // deleted meanwhile
            }
            point = ResumeEntry.read(json.get(), run, number).point();
        } catch (IOException | IllegalArgumentException | OnsetException e) {
            pass.report(key, "is damaged: " + firstLine(e), COSTS_TIME, NOTHING_TO_DO);
            return;
        }
        BlobStore parts = new BlobStore(pass.store(), part -> keys.part(number, part));
        for (BlobRef part : List.copyOf(point.parts().values())) {
            BlobStore.State state = parts.inspect(part);
            boolean deleted =
                    state == BlobStore.State.MISSING && pass.store().size(key).isEmpty();
            if (state != BlobStore.State.INTACT && !deleted) {
                pass.report(
                        keys.part(number, part),
                        "is " + state.name().toLowerCase(Locale.ROOT),
                        COSTS_TIME,
                        NOTHING_TO_DO);
            }
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
