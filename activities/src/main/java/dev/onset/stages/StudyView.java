package dev.onset.stages;

import dev.onset.contracts.Reading;
import dev.onset.kind.Kinds;
import dev.onset.kind.LivePages;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageProgress;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A study as somebody sees it who only looks: where its runs stand, and what they show so far. It writes nothing and takes
 * everything from the store, whichever process computes it. What was read is remembered: a further look lists the runs that are
 * under way and reads what is new. Safe for several threads; looks go one after another.
 */
public final class StudyView {
    /** Runs begin about in their order; as many that have not begun are looked at behind the last that has. */
    private static final int AHEAD = 32;

    private final OpenStudy study;
    private final List<Standing> standings = new ArrayList<>();
    private Reading reading = Reading.NONE;
    private boolean looked;

    public StudyView(OpenStudy study) {
        this.study = study;
        study.points().forEach(point -> standings.add(study.notBegun(point)));
    }

    /** The study itself. */
    public OpenStudy study() {
        return study;
    }

    /** What kind of study it is, as study files name it. */
    public String kind() {
        return study.study().spec().experiment().kind();
    }

    /** What it trains on, in a word or two. */
    public String dataset() {
        return Kinds.installed().of(study.study().spec()).dataset(study.study().spec());
    }

    /** Looks again at the runs that are not complete, and says where all stand. */
    public synchronized List<Standing> look() {
        if (!study.untrained()) {
            List<Integer> changing = changing();
            List<StoredRun> runs = changing.stream().map(study::run).toList();
            List<Standing> now =
                    new Standings(study.observables(), study.trainer().commitSeconds(), study.observations()).of(runs);
            for (int i = 0; i < now.size(); i++) {
                standings.set(changing.get(i), now.get(i));
            }
            looked = true;
        }
        return List.copyOf(standings);
    }

    /** Once all runs were looked at, those that are under way, and those that may have begun. */
    private List<Integer> changing() {
        int lastBegun = -1;
        for (int i = 0; i < standings.size(); i++) {
            if (standings.get(i).committed() > 0) {
                lastBegun = i;
            }
        }
        List<Integer> changing = new ArrayList<>();
        for (int i = 0; i < standings.size(); i++) {
            Standing standing = standings.get(i);
            boolean complete = standing.observed() == standing.checkpoints();
            if (!complete && (!looked || i <= lastBegun + AHEAD)) {
                changing.add(i);
            }
        }
        return changing;
    }

    /** Where the study's own run stands; nothing where its kind reads nothing of it. */
    public synchronized Optional<Reading> reading() throws IOException {
        if (!study.isReadLive(0)) {
            return Optional.empty();
        }
        int prefix = prefix(0);
        if (prefix > reading.checkpoints()) {
            reading = study.read(0, reading, prefix, StageProgress.NONE);
        }
        return reading.checkpoints() == 0 ? Optional.empty() : Optional.of(reading);
    }

    /** How much there is to draw: the observed checkpoints of each run, as the last look saw them. */
    public synchronized List<Integer> drawable() {
        return standings.stream().map(Standing::observed).toList();
    }

    /**
     * The figures of some runs, as far as they are observed.
     *
     * @param most runs that are drawn, those that began first
     */
    public synchronized List<Figure> figures(int most) throws IOException {
        List<ObservedRun> runs = new ArrayList<>();
        for (int i = 0; i < standings.size() && runs.size() < most; i++) {
            observed(i).ifPresent(runs::add);
        }
        return runs.isEmpty() ? List.of() : drawing((live, folder) -> live.soFar(study.context(), runs, folder));
    }

    /** Small panels of the runs from one index up to before another; runs that show nothing have none. */
    public synchronized List<AxesPanel> glances(int from, int to) throws IOException {
        return drawing((live, folder) -> {
            List<AxesPanel> panels = new ArrayList<>();
            for (int i = from; i < Math.min(to, standings.size()); i++) {
                Optional<ObservedRun> run = observed(i);
                if (run.isPresent()) {
                    live.glance(study.context(), run.get(), folder).ifPresent(panels::add);
                }
            }
            return panels;
        });
    }

    private interface Drawing<T> {
        T of(LivePages live, Path folder) throws IOException;
    }

    private <T> T drawing(Drawing<T> drawing) throws IOException {
        Path folder = Files.createTempDirectory(study.context().scratch(), "look");
        try {
            return drawing.of(study.pages().live(), folder);
        } finally {
            Scratch.delete(folder);
        }
    }

    private Optional<ObservedRun> observed(int index) {
        List<Long> steps = observedSteps(index);
        return steps.isEmpty() ? Optional.empty() : Optional.of(study.observed(index, steps, study.observations()));
    }

    /** As known from the last look; a run that was not looked at shows nothing. */
    private List<Long> observedSteps(int index) {
        if (standings.get(index).observed() == 0) {
            return List.of();
        }
        RunPoint point = study.point(index);
        StoredRun run = study.run(index);
        ObservationFingerprints.Now now = study.observations();
        return point.schedule().stream()
                .filter(step -> run.known(step)
                        .filter(checkpoint -> study.observables().stream()
                                .allMatch(observable -> now.isObserved(run, observable, checkpoint)))
                        .isPresent())
                .toList();
    }

    /** Checkpoints that are observed without a gap. */
    private int prefix(int index) {
        List<Long> schedule = study.point(index).schedule();
        List<Long> steps = observedSteps(index);
        int prefix = 0;
        while (prefix < steps.size() && steps.get(prefix).equals(schedule.get(prefix))) {
            prefix++;
        }
        return prefix;
    }

    /** The report that the store has, where every observation is there. */
    public Optional<StageResult> reported() {
        return study.reported();
    }
}
