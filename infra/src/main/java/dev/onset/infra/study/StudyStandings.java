package dev.onset.infra.study;

import dev.onset.contracts.StudyRef;
import dev.onset.infra.store.StudyLease;
import dev.onset.infra.store.StudyLock;
import dev.onset.infra.study.LiveStudies.Standing;
import dev.onset.infra.study.StudyService.Known;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.infra.study.StudyService.RunStanding;
import dev.onset.infra.study.StudyService.StageProfile;
import dev.onset.infra.study.StudyService.Status;
import dev.onset.stages.OpenStudy;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where studies stand, of three witnesses that may contradict each other.
 *
 * <h2>Whom to believe</h2>
 *
 * An execution that goes on now is believed on what it does now. Of one that does not, a result in the store is believed before
 * everything: it is there, whoever made it. Then the server, on how the newest execution under the id ended: an operator may have
 * reset it since. What a client wrote down when it stopped following comes last, since much may have happened after it. Where
 * nobody knows, that is what is said.
 */
final class StudyStandings {
    /** Longer than an owner goes without a sign of life. */
    private static final Duration WATCH = Duration.ofSeconds(8);

    private final Place place;
    private final ObjectStore store;
    private final StudyRecords recorded;
    private final LiveStudies live;

    StudyStandings(Place place, ObjectStore store, StudyRecords recorded, LiveStudies live) {
        this.place = place;
        this.store = store;
        this.recorded = recorded;
        this.live = live;
    }

    /** What is believed of an execution. */
    private record Belief(
            Executions.Begin execution,
            StudyRef study,
            String state,
            Optional<String> phase,
            Optional<String> failure,
            Optional<StageResult> report,
            List<String> notes) {}

    /** Where a study stands that was run. */
    Status status(StudyTarget target, Optional<Path> page) {
        Belief belief = belief(target);
        OpenStudy current = recorded.open(belief.study());
        SortedMap<String, StageProfile> profiles = profiles(current);
        List<RunStanding> runs = current.standings().stream()
                .map(run -> new RunStanding(
                        run.point(),
                        run.step(),
                        run.lastStep(),
                        run.committed(),
                        run.observed(),
                        run.checkpoints(),
                        run.committedAt().map(Instant::toString),
                        run.boundSeconds(),
                        profiles))
                .toList();
        List<String> notes = new ArrayList<>(belief.notes());
        if (page.isEmpty() && belief.report().isPresent()) {
            notes.add("its report is in the store; 'infra/onset report " + target.name() + "' copies it out");
        }
        return new Status(
                target.name(),
                belief.study().fingerprint(),
                belief.state(),
                runs,
                belief.phase(),
                belief.failure(),
                page,
                notes);
    }

    private static SortedMap<String, StageProfile> profiles(OpenStudy current) {
        SortedMap<String, StageProfile> profiles = new TreeMap<>();
        current.profiles()
                .pins()
                .forEach((stage, pin) -> profiles.put(
                        stage,
                        new StageProfile(
                                pin.identity(),
                                pin.words(),
                                current.profiles().route(stage).queue())));
        return profiles;
    }

    /** The newest execution of a name; empty where none was begun. */
    Optional<Known> known(String name) {
        StudyTarget any = new StudyTarget(name, Optional.empty());
        return recorded.newest(any)
                .map(newest -> belief(new StudyTarget(name, Optional.of(recorded.id(any, newest)))))
                .map(belief -> new Known(
                        name,
                        belief.study().fingerprint(),
                        belief.state(),
                        belief.report().flatMap(StudyRecords::verdict),
                        belief.notes()));
    }

    private Belief belief(StudyTarget target) {
        Optional<Executions.Begin> newest = recorded.newest(target);
        Optional<Standing> served = newest.isEmpty()
                ? Optional.empty()
                : live.standing(
                        target,
                        newest.filter(Executions.Begin::mayBeServed).map(begin -> recorded.id(target, begin)),
                        id -> recorded.knows(target, id));
        Executions.Begin execution = served.flatMap(standing -> recorded.newest(StudyTarget.of(standing.workflowId())))
                .orElseGet(() -> recorded.require(target, place));
        StudyRef study = served.flatMap(Standing::study).orElseGet(() -> recorded.current(target, execution));
        Optional<StageResult> report = served.flatMap(Standing::report)
                .flatMap(recorded::stored)
                .or(() -> recorded.report(target, execution, study));
        return served.filter(Standing::open)
                .map(open -> goingOn(execution, study, report, open))
                .or(() -> report.map(there -> done(target, execution, study, there, served)))
                .or(() -> served.map(closed -> closed(execution, study, closed)))
                .orElseGet(() -> byItsRecord(target, execution, study));
    }

    private Belief goingOn(Executions.Begin execution, StudyRef study, Optional<StageResult> report, Standing open) {
        List<String> notes = new ArrayList<>();
        open.note().ifPresent(notes::add);
        report.ifPresent(there -> notes.add("a report of it is there already, and an execution goes on"));
        return new Belief(execution, study, open.state(), open.phase(), open.failure(), report, notes);
    }

    private Belief done(
            StudyTarget target,
            Executions.Begin execution,
            StudyRef study,
            StageResult report,
            Optional<Standing> closed) {
        List<String> notes = new ArrayList<>(silence());
        closed.map(Standing::state)
                .or(() -> recorded.end(target, execution).map(Executions.End::state))
                .filter(state -> !state.equals("done"))
                .map(state -> "its last execution ended as " + state + "; its result is in the store all the same")
                .ifPresent(notes::add);
        return new Belief(execution, study, "done", Optional.empty(), Optional.empty(), Optional.of(report), notes);
    }

    private static Belief closed(Executions.Begin execution, StudyRef study, Standing closed) {
        boolean lost = closed.state().equals("done");
        return new Belief(
                execution,
                study,
                lost ? "stopped" : closed.state(),
                Optional.empty(),
                closed.failure(),
                Optional.empty(),
                lost
                        ? List.of(
                                "its execution was done, but its result is not in the store; the same 'infra/onset run'"
                                        + " computes it again")
                        : List.of());
    }

    /** With no result and no word of a server. */
    private Belief byItsRecord(StudyTarget target, Executions.Begin execution, StudyRef study) {
        List<String> notes = new ArrayList<>(silence());
        Optional<Executions.End> end = recorded.end(target, execution);
        Optional<String> failure = end.map(Executions.End::failure).filter(words -> !words.isEmpty());
        String state = end.map(Executions.End::state).orElseGet(() -> isHeld(target) ? "running" : "stopped");
        boolean served = execution.served().orElse(live.silence().isPresent());
        if (served && live.silence().isPresent()) {
            end.ifPresent(last -> notes.add("whoever followed it last saw it " + last.state()));
            state = "unknown";
        } else if (served && place.temporal().isEmpty() && end.isEmpty()) {
            notes.add(
                    "it was started on a Temporal server: name that by --temporal HOST:PORT or TEMPORAL_ADDRESS to learn"
                            + " whether it runs");
            state = "unknown";
        } else if (end.filter(Executions.End::done).isPresent()) {
            notes.add("it was done, but its result is not in the store; the same 'infra/onset run' computes it again");
            state = "stopped";
        }
        return new Belief(execution, study, state, Optional.empty(), failure, Optional.empty(), notes);
    }

    private List<String> silence() {
        return live.silence()
                .map(why -> List.of("what it does now is not known, only what is in the store: " + why))
                .orElse(List.of());
    }

    /** Whether a process runs it by itself. */
    private boolean isHeld(StudyTarget target) {
        return StudyLock.isHeld(place.data(), target.name())
                || (place.store().isPresent() && StudyLease.isHeld(store, target.name(), WATCH));
    }
}
