package dev.onset.infra.study;

import dev.onset.contracts.OnsetException;
import dev.onset.contracts.Reading;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudySpec;
import dev.onset.infra.study.Glimpse.Progress;
import dev.onset.infra.study.ServedStudies.Open;
import dev.onset.infra.study.StudyDetail.Event;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.stages.Standing;
import dev.onset.stages.StudyPipeline;
import dev.onset.stages.StudyView;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One study that is looked at again and again; what is done is read once. Whom to believe is as in {@link StudyStandings}: what goes
 * on now, then a result in the store, then whoever followed it last. Safe for several threads.
 */
final class ShelvedStudy {
    private static final Logger LOG = LoggerFactory.getLogger(ShelvedStudy.class);
    private static final int EVENTS = 60;
    private static final int DRAWN_RUNS = 24;

    private final String name;
    private final StudyPipeline pipeline;
    private final StudyRecords records;
    private final Executions executions;
    private final Clock clock;
    private final OwnerWatch owner;
    private final Pace pace = new Pace();
    private final Throttle reading = new Throttle();
    private final Throttle reporting = new Throttle();
    private final Map<String, Throttle> drawing = new HashMap<>();
    private final Map<String, Drawn> drawn = new HashMap<>();
    private final Deque<Event> seen = new ArrayDeque<>();

    private @Nullable RecordNumbers numbers;
    private Executions.@Nullable Begin begin;
    private Optional<Executions.End> end = Optional.empty();
    private @Nullable StudyRef study;
    private @Nullable StudyView view;
    private List<Standing> standings = List.of();
    /** Of the newest execution. */
    private Optional<StageResult> report = Optional.empty();
    /** Of the newest execution that has one. */
    private Optional<StageResult> shown = Optional.empty();

    private Optional<Reading> stands = Optional.empty();
    private @Nullable Glimpse glimpse;

    ShelvedStudy(
            String name,
            Place place,
            ObjectStore store,
            StudyPipeline pipeline,
            StudyRecords records,
            Executions executions,
            Clock clock) {
        this.name = name;
        this.pipeline = pipeline;
        this.records = records;
        this.executions = executions;
        this.clock = clock;
        this.owner = new OwnerWatch(place, store, name, clock);
    }

    /**
     * Looks again; one that has ended, and is not begun again, costs nothing, but that a result is looked for now and then while
     * there is none: the study may have been reset since its end was written down.
     *
     * @param silent whether no server said what runs
     */
    synchronized Glimpse look(RecordNumbers now, List<Open> open, boolean silent) {
        Glimpse known = glimpse;
        boolean same = now.equals(numbers);
        if (known != null && same && end.isPresent() && open.isEmpty() && (known.done() || !reporting.isReady())) {
            return known;
        }
        try {
            if (!same) {
                read(now);
            }
            glimpse = seen(open, known, silent);
        } catch (OnsetException e) {
            LOG.debug("study {} cannot be read", name, e);
            glimpse = unreadable(e);
            numbers = now;
        }
        return glimpse;
    }

    private void read(RecordNumbers now) {
        StudyRef before = study;
        Executions.Begin newest = executions.begin(name, now.execution()).orElse(begin);
        if (newest == null) {
            newest = executions
                    .last(name)
                    .orElseThrow(() -> new OnsetException(
                            dev.onset.contracts.ErrorCode.STORE_MISSING,
                            "no execution of study " + name + " can be read"));
        }
        begin = newest;
        end = executions.end(name, newest.execution());
        study = executions.current(name, newest);
        report = Optional.empty();
        shown = Optional.empty();
        if (!study.equals(before)) {
            view = null;
            standings = List.of();
            stands = Optional.empty();
            pace.forget();
            drawn.clear();
            if (before != null) {
                event("the study goes on as " + shortened(study.fingerprint()));
            }
        }
        numbers = now;
    }

    private Glimpse seen(List<Open> open, @Nullable Glimpse before, boolean silent) {
        StudyRef ref = require(study);
        Executions.Begin newest = require(begin);
        String workflowId = executions.ref(name, newest).workflowId();
        Optional<Open> served = open.stream()
                .filter(one -> one.workflowId().equals(workflowId))
                .findFirst()
                .or(() -> open.stream().findFirst());
        String state = served.map(Open::state)
                .orElseGet(() -> end.map(Executions.End::state).orElseGet(() -> unended(newest, before, silent)));
        boolean over = served.isEmpty() && end.isPresent();
        if (!over && !state.equals("unknown")) {
            standAgain(newest, before, state);
            if (served.isEmpty() && !state.equals("running") && isComplete()) {
                if (report.isEmpty() && reporting.isReady()) {
                    report = reporting.spend(() -> view().reported());
                }
                state = report.isPresent() ? "done" : state;
            }
        } else if (over && !state.equals("done") && report.isEmpty() && reporting.isReady()) {
            report = reporting.spend(() -> records.report(new StudyTarget(name, Optional.empty()), newest, ref));
        }
        if (over && report.isPresent()) {
            state = "done"; // whatever its follower saw last
        }
        boolean done = state.equals("done");
        Progress progress = progress();
        return new Glimpse(
                name,
                ref.fingerprint(),
                workflowId,
                state,
                newest.began(),
                end.map(Executions.End::ended),
                served.flatMap(Open::phase).or(() -> stands.map(Reading::stands)),
                verdict(),
                served.flatMap(Open::failure)
                        .or(() -> end.map(Executions.End::failure).filter(text -> !done && !text.isEmpty())),
                progress,
                state.equals("running") ? pace.secondsLeft(clock.instant()) : OptionalDouble.empty());
    }

    /** Of an execution whose end nobody wrote down, and that no server is known to run. */
    private String unended(Executions.Begin newest, @Nullable Glimpse before, boolean silent) {
        if (silent && newest.served().orElse(false)) {
            return "unknown"; // whoever follows it owns nothing, and who runs it was not asked
        }
        return switch (owner.look()) {
            case LIVES -> "running";
            case NONE -> "stopped";
            case UNKNOWN -> before == null ? "unknown" : before.state();
        };
    }

    /** What is durable changes while it runs; of one that stands it is looked at once more after it was stopped. */
    private void standAgain(Executions.Begin newest, @Nullable Glimpse before, String state) {
        boolean changed = before == null || !before.state().equals(state);
        if (!state.equals("running") && !changed && !standings.isEmpty()) {
            return;
        }
        Map<String, Standing> known = standings.stream().collect(Collectors.toMap(Standing::point, one -> one));
        standings = view().look();
        Instant now = clock.instant();
        Progress progress = progress();
        if (pace.isEmpty() && newest.stages().stream().allMatch(line -> line.done() == 0)) {
            pace.begin(Instant.parse(newest.began()), progress);
        }
        pace.take(now, progress);
        if (!known.isEmpty()) {
            standings.forEach(one -> news(known.get(one.point()), one));
        }
        if (state.equals("running") && reading.isReady()) {
            readPhase();
        }
    }

    private void news(@Nullable Standing before, Standing now) {
        if (before == null || before.equals(now)) {
            return;
        }
        if (now.committed() > before.committed()) {
            event(now.point() + ": step " + String.format(java.util.Locale.ROOT, "%,d", now.step()) + " is committed, "
                    + now.committed() + " of " + now.checkpoints() + " checkpoints");
        }
        if (now.observed() == now.checkpoints() && before.observed() < now.observed()) {
            event(now.point() + ": all " + now.checkpoints() + " checkpoints are observed");
        }
    }

    private void readPhase() {
        try {
            Optional<Reading> now = reading.spend(() -> view().reading());
            boolean other = !now.map(Reading::stands).equals(stands.map(Reading::stands));
            if (other && now.isPresent()) {
                event(now.get().words() + " (as step "
                        + String.format(java.util.Locale.ROOT, "%,d", now.get().step()) + " shows)");
            }
            stands = now;
        } catch (IOException | RuntimeException e) {
            LOG.debug("where study {} stands could not be read", name, e);
        }
    }

    private void event(String words) {
        seen.addFirst(new Event(Optional.of(clock.instant()), words));
        while (seen.size() > EVENTS) {
            seen.removeLast();
        }
    }

    private boolean isComplete() {
        return !standings.isEmpty() && standings.stream().allMatch(one -> one.observed() == one.checkpoints());
    }

    private Optional<String> verdict() {
        return report.flatMap(StudyRecords::verdict)
                .or(() -> end.map(Executions.End::verdict).filter(words -> !words.isEmpty()));
    }

    private Progress progress() {
        long steps = 0;
        long lastSteps = 0;
        int committed = 0;
        int observed = 0;
        int checkpoints = 0;
        for (Standing one : standings) {
            steps += one.step();
            lastSteps += one.lastStep();
            committed += one.committed();
            observed += one.observed();
            checkpoints += one.checkpoints();
        }
        return standings.isEmpty()
                ? Progress.UNKNOWN
                : new Progress(standings.size(), steps, lastSteps, committed, observed, checkpoints);
    }

    private Glimpse unreadable(OnsetException e) {
        Executions.Begin newest = begin;
        return new Glimpse(
                name,
                newest == null ? "" : newest.fingerprint(),
                newest == null ? "" : executions.ref(name, newest).workflowId(),
                "unreadable",
                newest == null ? "" : newest.began(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(String.valueOf(e.getMessage())),
                Progress.UNKNOWN,
                OptionalDouble.empty());
    }

    private StudyView view() {
        StudyView known = view;
        if (known == null) {
            known = new StudyView(pipeline.open(require(study)));
            view = known;
        }
        return known;
    }

    /** All about it. */
    synchronized StudyDetail detail() {
        Glimpse at = require(glimpse);
        if (at.state().equals("unreadable")) {
            return new StudyDetail(
                    at, "", "", "", 0, true, List.of(), Optional.empty(), List.of(), List.of(), Optional.empty());
        }
        StudyView open = view();
        StudySpec spec = open.study().study().spec();
        if (standings.isEmpty()) {
            standings = open.look();
        }
        return new StudyDetail(
                at,
                open.kind(),
                open.dataset(),
                spec.description(),
                spec.seed(),
                spec.evidence(),
                standings,
                stands.map(Reading::words),
                events(),
                require(begin).stages().stream()
                        .map(line -> new StudyDetail.Stage(line.stage(), line.done(), line.total(), line.reason()))
                        .toList(),
                end.flatMap(Executions.End::work));
    }

    private List<Event> events() {
        List<Event> all = new ArrayList<>();
        Executions.Begin newest = require(begin);
        end.ifPresent(last -> all.add(new Event(
                Optional.of(Instant.parse(last.ended())),
                last.state() + ": " + (last.done() ? last.verdict() : last.failure()))));
        all.addAll(seen);
        stands.flatMap(Reading::milestone)
                .ifPresent(reached -> all.add(new Event(
                        Optional.empty(),
                        reached.words() + " (first shown by step "
                                + String.format(java.util.Locale.ROOT, "%,d", reached.step()) + ")")));
        standings.stream()
                .flatMap(one -> one.committedAt().stream())
                .max(Instant::compareTo)
                .ifPresent(at -> all.add(new Event(Optional.of(at), "last commit")));
        all.add(new Event(Optional.of(Instant.parse(newest.began())), "execution " + newest.execution() + " began"));
        return all;
    }

    /** The figures so far: drawn anew when more is observed, and not so often that it would cost the study time. */
    synchronized Drawn figures() {
        return draw("figures", () -> view().figures(DRAWN_RUNS));
    }

    /** Small panels of runs. */
    synchronized Drawn glances(int from, int to) {
        return draw("runs " + from + " " + to, () -> {
            var panels = view().glances(from, to);
            return panels.isEmpty() ? List.of() : List.of(Figure.of("runs", "Runs", "", Arrangement.SMALL, panels));
        });
    }

    private Drawn draw(String what, Throttle.Work<List<Figure>, IOException> figures) {
        Drawn known = drawn.getOrDefault(what, Drawn.NOTHING);
        Throttle throttle = drawing.computeIfAbsent(what, unknown -> new Throttle());
        try {
            if (standings.isEmpty()) {
                standings = view().look();
            }
            String key = Integer.toHexString(view().drawable().hashCode());
            if (!key.equals(known.key()) && throttle.isReady()) {
                known = new Drawn(key, throttle.spend(figures), Optional.empty());
                drawn.put(what, known);
            }
            return known;
        } catch (IOException | RuntimeException e) {
            LOG.debug("study {} could not be drawn", name, e);
            return new Drawn(known.key(), known.figures(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** The newest report, whichever execution has it. */
    synchronized Optional<StageResult> report() {
        if (shown.isEmpty() && begin != null) {
            shown = report.or(() -> records.newestReport(new StudyTarget(name, Optional.empty())));
        }
        return shown;
    }

    private static String shortened(String fingerprint) {
        return fingerprint.substring(0, Math.min(8, fingerprint.length()));
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the study was not looked at yet");
        }
        return value;
    }
}
