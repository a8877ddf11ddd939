package dev.onset.infra.study;

import dev.onset.contracts.StudyRef;
import dev.onset.infra.study.StudyService.Work;
import dev.onset.stages.Revisions;
import dev.onset.store.CanonicalJson;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of a study's executions, in the store: one object when an execution begins and one when it ends. Objects are
 * created exclusively and never changed. Whoever follows an execution records its end; one without an end was interrupted,
 * still runs, or went on without a follower: then the store's results say whether it is done.
 */
final class Executions {
    private static final ObjectKey STUDIES = new ObjectKey("studies");
    private static final int MAX_RECORD = 8 << 20;

    /**
     * An execution as it began.
     *
     * @param specKey where its specification is
     * @param began ISO instant, for people
     * @param stages what was there and what was not, and why
     * @param served whether a server was to run it; absent in older records
     * @param revisions how many revisions were recorded of studies of this name before the execution began that this one is, or
     *     that it joined; absent in older records
     */
    record Begin(
            int execution,
            String fingerprint,
            String specKey,
            String began,
            List<Line> stages,
            Optional<Boolean> served,
            Optional<Integer> revisions) {
        /** Whether a server may know more of it. */
        boolean mayBeServed() {
            return served.orElse(true);
        }
    }

    /** Where an execution goes on, and whether it is one that went on before. */
    enum Place {
        HERE,
        SERVER,
        /** Under way on a server already, and joined. */
        JOINED
    }

    /** A stage as it was foreseen. */
    record Line(String stage, int done, int total, String reason) {}

    /**
     * An execution as it ended.
     *
     * @param state done, failed, cancelled or terminated
     * @param failure empty when done
     * @param verdict empty unless done
     * @param reportKey the report's stage result; empty unless done
     * @param work what it did; absent unless done
     * @param study as what it ended, another than it began as where it was revised; absent unless done, and in older records
     */
    record End(
            int execution,
            String state,
            String failure,
            String verdict,
            String digest,
            String reportKey,
            Optional<Work> work,
            String ended,
            double seconds,
            Optional<StudyRef> study) {
        boolean done() {
            return state.equals("done");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);

    private final ObjectStore store;

    Executions(ObjectStore store) {
        this.store = store;
    }

    /** Begins the next execution of a study. Two processes that begin at once get different numbers. */
    Begin begin(StudyRef ref, Place place, String now, List<Line> stages) {
        String study = ref.study();
        int revisions = place == Place.JOINED ? joined(ref) : new Revisions(store, study).count();
        int number = numbers(study).stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        while (true) {
            Begin begin = new Begin(
                    number,
                    ref.fingerprint(),
                    ref.specKey(),
                    now,
                    stages,
                    Optional.of(place != Place.HERE),
                    Optional.of(revisions));
            if (store.create(key(study, number, "begin"), ObjectStore.Content.of(CanonicalJson.bytes(begin)))
                    == ObjectStore.Creation.CREATED) {
                return begin;
            }
            number++;
        }
    }

    void end(String study, End end) {
        store.create(key(study, end.execution(), "end"), ObjectStore.Content.of(CanonicalJson.bytes(end)));
    }

    /** Names of all studies in the store, ascending. */
    SortedSet<String> studies() {
        SortedSet<String> names = new TreeSet<>();
        for (ObjectKey key : store.list(STUDIES)) {
            names.add(key.value().split("/")[1]);
        }
        return names;
    }

    /** The newest execution. */
    Optional<Begin> last(String study) {
        return newestFirst(study).findFirst();
    }

    /** All executions, read as they are asked for. */
    Stream<Begin> newestFirst(String study) {
        List<Integer> numbers = new ArrayList<>(numbers(study));
        numbers.sort(Collections.reverseOrder());
        return numbers.stream().flatMap(number -> begin(study, number).stream());
    }

    Optional<End> end(String study, int execution) {
        return read(key(study, execution, "end"), End.class);
    }

    /** As what an execution began: its workflow's id is of this. */
    StudyRef ref(String study, Begin begin) {
        return new StudyRef(study, begin.fingerprint(), begin.specKey());
    }

    /** As what an execution ended or, without that record, as what it goes on by the recorded revisions. */
    StudyRef current(String study, Begin begin) {
        return end(study, begin.execution()).flatMap(End::study).orElseGet(() -> revised(study, begin));
    }

    /** By the revisions that were recorded since it began. */
    private StudyRef revised(String study, Begin begin) {
        StudyRef ref = ref(study, begin);
        Set<String> been = new HashSet<>(Set.of(ref.fingerprint()));
        for (Revisions.Revision revision :
                new Revisions(store, study).after(begin.revisions().orElse(0))) {
            if (been.contains(revision.from())) {
                ref = revision.to();
                been.add(ref.fingerprint());
            }
        }
        return ref;
    }

    /** Revisions before the execution that is under way: it is the newest of the same study that was not joined but begun. */
    private int joined(StudyRef ref) {
        return newestFirst(ref.study())
                .filter(before -> before.fingerprint().equals(ref.fingerprint()) && before.mayBeServed())
                .findFirst()
                .flatMap(Begin::revisions)
                .orElse(0);
    }

    /** An execution by its number. */
    Optional<Begin> begin(String study, int execution) {
        return read(key(study, execution, "begin"), Begin.class);
    }

    private List<Integer> numbers(String study) {
        List<Integer> numbers = new ArrayList<>();
        for (ObjectKey key : store.list(new ObjectKey("studies/" + study + "/executions"))) {
            if (key.value().endsWith("/begin.json")) {
                String[] segments = key.value().split("/");
                numbers.add(Integer.parseInt(segments[3]));
            }
        }
        return numbers;
    }

    private static ObjectKey key(String study, int execution, String what) {
        return new ObjectKey(String.format(Locale.ROOT, "studies/%s/executions/%06d/%s.json", study, execution, what));
    }

    private <T> Optional<T> read(ObjectKey key, Class<T> type) {
        Optional<byte[]> bytes = SmallObjects.read(store, key, MAX_RECORD);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CanonicalJson.parse(bytes.get(), type));
        } catch (IOException e) {
            LOG.warn("{} is damaged or of another version; it is passed over: {}", key, e.getMessage());
            return Optional.empty();
        }
    }
}
