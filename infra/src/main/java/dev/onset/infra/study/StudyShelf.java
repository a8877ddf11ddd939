package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.study.ServedStudies.Open;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.LocalFiles;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.OwnedFolder;
import dev.onset.store.ParallelReads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All studies of a store as somebody sees them who looks again and again. The store is the truth, so it makes no difference
 * which process trains. A look lists the studies' records once, reads those that are new, and asks after the studies that have
 * not ended; nothing is written. A data directory that is not there yet has no studies, and is found once it fills.
 *
 * <p>{@link #look} is called by one thread; everything else by any.
 */
public final class StudyShelf implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StudyShelf.class);
    private static final ObjectKey STUDIES = new ObjectKey("studies");

    /**
     * What a look saw.
     *
     * @param trouble why the store could not be read; then the studies are those of the last look that could
     * @param there whether there is a store at all
     * @param at when
     */
    public record Look(Optional<String> trouble, boolean there, List<Glimpse> studies, Instant at) {
        public Look {
            studies = List.copyOf(studies);
        }

        /** The study of that name. */
        public Optional<Glimpse> study(String name) {
            return studies.stream().filter(one -> one.study().equals(name)).findFirst();
        }
    }

    private final Place place;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Path scratch;
    private final ServedStudies served;
    private final Map<String, ShelvedStudy> shelved = new ConcurrentHashMap<>();
    private volatile @Nullable Shelf shelf;
    private volatile Look last;

    /** A store that is open. */
    private record Shelf(
            DataDirectory directory, StudyPipeline pipeline, StudyRecords records, Executions executions) {}

    /** What is stored is shown as its archives' own checksums find it: a page keeps nothing that is made of it. */
    public StudyShelf(Place place, Map<String, String> environment, Clock clock) {
        this.place = place;
        this.environment = environment;
        this.clock = clock;
        this.served = new ServedStudies(place.temporal(), environment, clock);
        this.last = new Look(Optional.empty(), false, List.of(), clock.instant());
        try {
            scratch = Files.createTempDirectory(OwnedFolder.ofProcess(), "look");
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_REFUSED,
                    "no folder for temporary files can be made in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage() + "; nothing was started",
                    e);
        }
    }

    /** Where the studies are, as an option of the command line. */
    public String where() {
        return place.option();
    }

    /** What the last look saw. */
    public Look last() {
        return last;
    }

    /** The address of a page in Temporal's own UI, where one is known and has the study. */
    public Optional<String> temporalPage(Glimpse study) {
        return served.page(study.workflowId());
    }

    /** Looks once. A store that cannot be read is said, never thrown. */
    public Look look() {
        Instant now = clock.instant();
        try {
            boolean there = DataDirectory.isThere(place);
            if (!there && last.there()) {
                last = new Look(
                        Optional.of("the store in " + place.data() + " is no longer there"), true, last.studies(), now);
                close(shelf);
                shelf = null;
                return last;
            }
            last = new Look(Optional.empty(), there, there ? seen(open()) : List.of(), now);
        } catch (RuntimeException e) {
            LOG.debug("a look at {} failed", place.option(), e);
            last = new Look(Optional.of(String.valueOf(e.getMessage())), last.there(), last.studies(), now);
        }
        return last;
    }

    private Shelf open() {
        Shelf known = shelf;
        if (known == null) {
            DataDirectory directory =
                    DataDirectory.watch(place, environment, scratch).looking();
            StageContext context = directory.context();
            known = new Shelf(
                    directory,
                    new StudyPipeline(context, Kinds.installed()),
                    new StudyRecords(context),
                    new Executions(context.store()));
            shelf = known;
            shelved.clear();
        }
        return known;
    }

    private List<Glimpse> seen(Shelf open) {
        ObjectStore store = open.directory().context().store();
        Map<String, RecordNumbers> numbers = RecordNumbers.of(store.list(STUDIES));
        Map<String, List<Open>> running = served.look();
        numbers.values().removeIf(records -> records.execution() == 0);
        shelved.keySet().retainAll(numbers.keySet());
        // what is over is known already; what is not is asked for at once, since a store may be far away
        return ParallelReads.of(
                List.copyOf(numbers.entrySet()),
                entry -> shelved.computeIfAbsent(entry.getKey(), name -> shelved(open, name))
                        .look(entry.getValue(), running.getOrDefault(entry.getKey(), List.of()), served.isSilent()));
    }

    private ShelvedStudy shelved(Shelf open, String name) {
        return new ShelvedStudy(
                name,
                place,
                open.directory().context().store(),
                open.pipeline(),
                open.records(),
                open.executions(),
                clock);
    }

    /** All about one study; empty where the store has none of that name. */
    public Optional<StudyDetail> detail(String study) {
        return Optional.ofNullable(shelved.get(study)).map(ShelvedStudy::detail);
    }

    /** The figures of a study that has no report yet; empty where there is nothing to draw. */
    public Drawn figures(String study) {
        ShelvedStudy one = shelved.get(study);
        return one == null ? Drawn.NOTHING : one.figures();
    }

    /** Small panels of a study's runs from one index up to before another. */
    public Drawn glances(String study, int from, int to) {
        ShelvedStudy one = shelved.get(study);
        return one == null ? Drawn.NOTHING : one.glances(from, to);
    }

    /** Files of the newest report by path, where there is one. */
    public Optional<ReportFiles> report(String study) {
        ShelvedStudy one = shelved.get(study);
        Shelf open = shelf;
        return one == null || open == null
                ? Optional.empty()
                : one.report()
                        .map(result -> new ReportFiles(
                                result, open.directory().context().blobs()));
    }

    private static void close(@Nullable Shelf open) {
        if (open != null) {
            open.directory().close();
        }
    }

    @Override
    public void close() {
        close(shelf);
        shelf = null;
        served.close();
        try {
            LocalFiles.deleteTree(scratch);
        } catch (IOException e) {
            LOG.warn("{} stays: {}", scratch, e.getMessage());
        }
    }
}
