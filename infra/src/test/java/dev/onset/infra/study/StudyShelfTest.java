package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyRef;
import dev.onset.infra.store.StudyLock;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.Kinds;
import dev.onset.kind.Observable;
import dev.onset.kind.StageProgress;
import dev.onset.report.Figure;
import dev.onset.report.FigureDrawing;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyPipeline;
import dev.onset.stages.StudyView;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody sees who only looks at a store, while others work on it. */
@Tag("e2e")
class StudyShelfTest {
    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private Place place() {
        return new Place(data(), Optional.empty(), Optional.empty());
    }

    private StudyShelf shelf() {
        return new StudyShelf(place(), Map.of(), Clock.systemUTC());
    }

    /** A study whose first checkpoints are observed, and nothing else. */
    private void begun(StudyFile file, int checkpoints) throws Exception {
        begun(file, checkpoints, Executions.Place.HERE);
    }

    private void begun(StudyFile file, int checkpoints, Executions.Place where) throws Exception {
        try (DataDirectory directory = DataDirectory.open(place(), Map.of())) {
            StudyPipeline pipeline = new StudyPipeline(directory.context(), Kinds.installed());
            StudyInputs inputs = StudyInputs.of(file, Kinds.installed().of(file.spec()));
            inputs.upload(inputs.document(), directory.context().blobs());
            StudyRef ref = pipeline.publish(inputs.document());
            new Executions(directory.context().store()).begin(ref, where, "2026-11-27T00:00:00Z", List.of());
            compute(pipeline.open(ref), checkpoints);
        }
    }

    private static OpenStudy compute(OpenStudy study, int checkpoints) throws Exception {
        study.train(0, StageProgress.NONE, (prefix, step, digest) -> {});
        for (int t = 0; t < checkpoints; t++) {
            for (Observable observable : study.observables()) {
                for (int shard = 0; shard < observable.shards(); shard++) {
                    study.observe(0, t, observable.name(), shard, 0, StageProgress.NONE);
                }
            }
        }
        return study;
    }

    /** All that is left of a study is done, by whoever; nobody writes down that it ended. */
    private void complete(StudyFile file) throws Exception {
        try (DataDirectory directory = DataDirectory.open(place(), Map.of())) {
            OpenStudy study = new StudyPipeline(directory.context(), Kinds.installed())
                    .open(StudyInputs.of(file, Kinds.installed().of(file.spec()))
                            .document());
            compute(study, study.point(0).schedule().size());
            study.report(study.fit(0, StageProgress.NONE), StageTally.NONE, 0, 0, 0);
        }
    }

    private static StudyFile study(String name, List<String> sets) {
        return StudyFile.load(name, new Overrides(sets, OptionalLong.empty()));
    }

    @Test
    void aFolderThatIsNotThere_hasNoStudies_andIsFoundWhenItFills_andWhenItIsGoneTheLastLookStays() throws Exception {
        try (StudyShelf shelf = shelf()) {
            assertThat(shelf.look().there()).isFalse();
            assertThat(shelf.last().studies()).isEmpty();
            assertThat(data()).as("looking makes nothing").doesNotExist();
            begun(study("three-steps", List.of()), 2);
            assertThat(shelf.look().studies()).extracting(Glimpse::study).containsExactly("three-steps");
            Files.move(data(), folder.resolve("elsewhere"));
            assertThat(shelf.look().trouble())
                    .hasValueSatisfying(words -> assertThat(words).contains("no longer there"));
            assertThat(shelf.last().studies()).hasSize(1);
            Files.move(folder.resolve("elsewhere"), data());
            assertThat(shelf.look().trouble()).isEmpty();
        }
    }

    @Test
    void aStudyOnItsWay_isShownAsFarAsItIsObserved_runningWhileSomebodyOwnsIt() throws Exception {
        begun(study("three-steps", List.of()), 2);
        try (StudyShelf shelf = shelf()) {
            Glimpse stopped = shelf.look().studies().get(0);
            assertThat(stopped.state()).isEqualTo("stopped");
            assertThat(stopped.progress()).isEqualTo(new Glimpse.Progress(1, 3, 3, 4, 2, 4));
            Drawn drawn = shelf.figures("three-steps");
            assertThat(drawn.trouble()).isEmpty();
            assertThat(drawn.figures()).extracting(Figure::id).containsExactly("numbers");
            assertThat(shelf.glances("three-steps", 0, 1).figures()).hasSize(1);
            try (StudyLock owner = StudyLock.acquire(data(), "three-steps")) {
                assertThat(shelf.look().studies().get(0).running()).isTrue();
            }
            assertThat(shelf.look().studies().get(0).state()).isEqualTo("stopped");
        }
    }

    /** Interactions are by far the most that is read: whoever draws them takes what was read for the phase. */
    @Test
    void whatWasReadForThePhase_isNotReadAgainToDrawIt() throws Exception {
        begun(small(), 3);
        Path blobs = data().resolve("store/blobs");
        try (StudyShelf shelf = shelf();
                StudyLock owner = StudyLock.acquire(data(), "digits-quick")) {
            assertThat(shelf.look().studies()).extracting(Glimpse::study).containsExactly("digits-quick");
            Files.move(blobs, folder.resolve("blobs"));
            assertThat(shelf.figures("digits-quick").trouble()).isEmpty();
            assertThat(shelf.figures("digits-quick").figures()).isNotEmpty();
        }
        Files.move(folder.resolve("blobs"), blobs);
    }

    /** A page beside a run: the run's own reading must rest on content whose hash was compared. */
    @Test
    void whatWasOnlyLookedAt_isNotTakenForWhatWasHashed() throws Exception {
        begun(small(), 3);
        Path blobs = data().resolve("store/blobs");
        try (StudyShelf shelf = shelf();
                DataDirectory own = DataDirectory.open(place(), Map.of())) {
            assertThat(shelf.look().studies()).extracting(Glimpse::study).containsExactly("digits-quick");
            StudyView view = new StudyView(new StudyPipeline(own.context(), Kinds.installed())
                    .open(StudyInputs.of(small(), Kinds.installed().of(small().spec()))
                            .document()));
            view.look();
            Files.move(blobs, folder.resolve("blobs"));
            assertThatThrownBy(view::reading)
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_MISSING));
            Files.move(folder.resolve("blobs"), blobs);
            assertThat(view.reading()).isPresent();
        }
    }

    private static StudyFile small() {
        return study(
                "digits-quick",
                List.of(
                        "training.steps=40",
                        "checkpoints.log=[{from: 10, count: 3}]",
                        "observation.players.count=5",
                        "observation.trainSamples=2",
                        "observation.testSamples=2",
                        "detector.resamples=20"));
    }

    @Test
    void aResultInTheStore_outranksWhatAFollowerSawLast_andWithoutOneTheFollowerIsBelieved() throws Exception {
        StudyFile file = study("three-steps", List.of());
        begun(file, 2);
        Executions.End seen = new Executions.End(
                1,
                "failed",
                "INTERNAL: lost sight of it",
                "",
                "",
                "",
                Optional.empty(),
                "2026-11-27T00:00:01Z",
                1,
                Optional.empty());
        try (DataDirectory directory = DataDirectory.open(place(), Map.of())) {
            new Executions(directory.context().store()).end("three-steps", seen);
        }
        try (StudyShelf shelf = shelf()) {
            Glimpse failed = shelf.look().studies().get(0);
            assertThat(failed.state()).isEqualTo("failed");
            assertThat(failed.failure()).contains("INTERNAL: lost sight of it");
        }
        complete(file);
        try (StudyShelf shelf = shelf()) {
            Glimpse done = shelf.look().studies().get(0);
            assertThat(done.state()).isEqualTo("done");
            assertThat(done.failure()).isEmpty();
            assertThat(done.verdict()).isPresent();
        }
    }

    @Test
    void whatAServerRuns_isNotCalledStopped_whereNoServerWasAsked() throws Exception {
        begun(study("three-steps", List.of()), 2, Executions.Place.SERVER);
        try (StudyShelf shelf = shelf()) {
            assertThat(shelf.look().studies().get(0).state()).isEqualTo("unknown");
        }
    }

    @Test
    void aStudyThatEnds_isDone_withItsReportFromTheStore() throws Exception {
        try (StudyShelf shelf = shelf()) {
            assertThat(InProcess.run(data(), "run", "three-steps").code()).isZero();
            Glimpse done = shelf.look().studies().get(0);
            assertThat(done.done()).isTrue();
            assertThat(done.verdict()).contains("added");
            ReportFiles report = shelf.report("three-steps").orElseThrow();
            assertThat(report.file("index.html")).isPresent();
            assertThat(report.file("../index.html")).isEmpty();
            assertThat(shelf.detail("three-steps").orElseThrow().events())
                    .extracting(StudyDetail.Event::words)
                    .contains("done: added", "execution 1 began");
        }
    }

    /** The newest checkpoint may be the only one: nothing drawn may need a second. */
    @ParameterizedTest
    @CsvSource({
        "digits-quick, 1",
        "digits-quick, 2",
        "digits-quick, 4",
        "grokking-modular-quick, 1",
        "grokking-modular-quick, 3",
        "grokking-cubic-quick, 1",
        "grokking-cubic-quick, 2"
    })
    void everyKind_drawsItsFirstCheckpoints(String name, int checkpoints) throws Exception {
        List<String> smaller = switch (name) {
            case "digits-quick" -> InProcess.SMALL;
            case "grokking-modular-quick" -> List.of("training.steps=100", "problem.width=8");
            default -> List.of();
        };
        begun(study(name, smaller.stream().filter(set -> !set.equals("--set")).toList()), checkpoints);
        try (StudyShelf shelf = shelf()) {
            shelf.look();
            Drawn drawn = shelf.figures(name);
            assertThat(drawn.trouble()).isEmpty();
            assertThat(drawn.figures()).isNotEmpty();
            drawn.figures()
                    .forEach(figure -> assertThat(
                                    new FigureDrawing(figure).draw().finish())
                            .contains("<svg"));
            Drawn runs = shelf.glances(name, 0, 10);
            assertThat(runs.trouble()).isEmpty();
            assertThat(runs.figures().get(0).panels()).hasSize(1);
        }
    }

    @Test
    void negativeControl_aDamagedStudy_isSaidToBe_andHidesNoOther() throws Exception {
        begun(study("three-steps", List.of()), 1);
        begun(study("grokking-modular-quick", List.of("training.steps=100", "problem.width=4")), 1);
        try (var specs = Files.list(data().resolve("store/studies/three-steps/specs"))) {
            for (Path spec : specs.toList()) {
                Files.writeString(spec, "{}");
            }
        }
        try (StudyShelf shelf = shelf()) {
            assertThat(shelf.look().studies())
                    .extracting(Glimpse::study, Glimpse::state)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("grokking-modular-quick", "stopped"),
                            org.assertj.core.groups.Tuple.tuple("three-steps", "unreadable"));
        }
    }
}
