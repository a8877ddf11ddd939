package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.RerunStage;
import dev.onset.infra.study.ProgressSink;
import dev.onset.infra.study.StudyService;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers like a small finished study, remembers what it was asked, and fails on demand. */
final class FakeService implements StudyService {
    final List<String> calls = new ArrayList<>();
    final List<Status> statuses = new ArrayList<>();
    Optional<RuntimeException> failure = Optional.empty();
    final List<Place> places = new ArrayList<>();
    boolean damaged;
    Runnable duringRun = () -> {};

    private void called(String call) {
        calls.add(call);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public FinishedStudy run(StudyFile study, RunOptions options, ProgressSink progress) {
        called("run " + study.spec().study() + " seed " + study.spec().seed() + " " + options);
        progress.accepted();
        progress.update("train network", 1, 3_000, "loss 2.30");
        progress.update("train network", 3_000, 3_000, "");
        duringRun.run();
        return new FinishedStudy(
                study.spec().study(),
                "0123456789abcdef",
                "two-phase+onset",
                "two phases; the gap opens nearby",
                study.spec().evidence(),
                options.data().resolve("reports/digits/index.html"),
                options.data().resolve("reports/digits/outcome.json"),
                "d1935t",
                List.of(
                        new StageFact("network/train", true, "same inputs"),
                        new StageFact("fit", false, "new thresholds")),
                new Work(0, 23, 0, 115, 0, true, true),
                41.2);
    }

    @Override
    public String start(StudyFile study, RunOptions options, ProgressSink progress) {
        called("start " + study.spec().study());
        return "study/" + study.spec().study() + "/01234567";
    }

    @Override
    public FinishedStudy rerun(Place place, String study, RerunStage stage, String reason, ProgressSink progress) {
        called("rerun " + study + " from " + stage + ": " + reason);
        return run(
                StudyFile.load(study, new Overrides(List.of(), OptionalLong.empty())),
                new RunOptions(place, Optional.empty()),
                progress);
    }

    @Override
    public String order(Place place, String study, Order order) {
        called(order + " to " + study);
        return "study/" + study + "/01234567: done";
    }

    @Override
    public Plan plan(StudyFile study, RunOptions options) {
        called("plan " + study.spec().study());
        return new Plan(
                study.spec().study(),
                "0123456789abcdef",
                List.of(
                        new PlannedStage("network/train", true, "no result yet"),
                        new PlannedStage("fit", false, "same inputs")),
                1_130_496,
                26_000_000,
                55,
                List.of());
    }

    @Override
    public Status status(Place place, String study) {
        called("status " + study);
        places.add(place);
        return statuses.isEmpty() ? status(study, "done", Optional.empty()) : statuses.remove(0);
    }

    static Status status(String study, String state, Optional<String> failure) {
        return new Status(
                study,
                "0123456789abcdef",
                state,
                List.of(new RunStanding(
                        "network",
                        335,
                        3_000,
                        12,
                        11,
                        23,
                        Optional.of("2026-11-27T09:26:23.000Z"),
                        60,
                        new java.util.TreeMap<>())),
                Optional.empty(),
                failure,
                Optional.of(Path.of("/reports/index.html")),
                List.of());
    }

    @Override
    public Why why(Place place, String study) {
        called("why " + study);
        return new Why(study, "0123456789abcdef", List.of(new StageFact("fit", true, "same inputs")), Optional.empty());
    }

    @Override
    public Verification verify(Place place, Optional<String> study) {
        called("verify " + study.orElse("all"));
        return new Verification(
                120, 5_000_000, damaged ? List.of(new Damage("blobs/ab/cd", "its hash is another")) : List.of());
    }

    @Override
    public List<Known> studies(Place place) {
        called("studies");
        return List.of(new Known("digits", "0123456789abcdef", "done", Optional.of("two-phase+onset"), List.of()));
    }

    @Override
    public Path report(Place place, String study) {
        called("report " + study);
        return place.data().resolve("reports").resolve(study).resolve("index.html");
    }

    @Override
    public Comparison compare(Place place, List<String> studies, Optional<Path> out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
        calls.add("cancel");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    static OnsetException failing(ErrorCode code) {
        return new OnsetException(code, "the disk /data has 0 bytes left");
    }
}
