package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyRef;
import dev.onset.infra.serve.ServeSettings;
import dev.onset.infra.serve.StudyServer;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageProgress;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyPipeline;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How quick the page is over a thousand studies, and over a grid of a thousand runs. */
@Tag("unit")
@Tag("bench")
class ServeBenchmark {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int MANY = 1_000;
    private static final int ROUNDS = 5;

    @TempDir
    Path data;

    private record Took(double millis, int bytes) {}

    @Test
    void aThousandStudies_areListedInUnderASecond() throws Exception {
        try (DataDirectory directory = DataDirectory.open(place(), Map.of())) {
            StudyPipeline pipeline = new StudyPipeline(directory.context(), Kinds.installed());
            StudyRef study = published(directory, pipeline, file("three-steps", 1));
            Executions executions = new Executions(directory.context().store());
            for (int i = 0; i < MANY; i++) {
                String name = "study-" + i;
                Executions.Begin begin = executions.begin(
                        new StudyRef(name, study.fingerprint(), study.specKey(), study.pins()),
                        Executions.Place.HERE,
                        "2026-11-27T00:00:00Z",
                        List.of());
                executions.end(
                        name,
                        new Executions.End(
                                begin.execution(),
                                "done",
                                "",
                                "added",
                                "",
                                "stages/report",
                                Optional.empty(),
                                "2026-11-27T00:01:00Z",
                                60,
                                Optional.of(study)));
            }
        }
        try (StudyShelf shelf = new StudyShelf(place(), Map.of(), Clock.systemUTC())) {
            say("first look at " + MANY + " studies", millis(shelf::look));
            say("a further look", millis(shelf::look));
            try (StudyServer server = StudyServer.start(ServeSettings.local(0), shelf)) {
                Took took = get(server.address());
                say("list of " + MANY + " studies, " + took.bytes() / 1_000 + " kB", took.millis());
                assertThat(took.millis()).isLessThan(1_000);
            }
        }
    }

    @Test
    void aGridOfAThousandRuns_isQuick() throws Exception {
        String name = "grid-of-many";
        try (DataDirectory directory = DataDirectory.open(place(), Map.of())) {
            StudyPipeline pipeline = new StudyPipeline(directory.context(), Kinds.installed());
            StudyRef ref = published(directory, pipeline, file(name, MANY));
            OpenStudy study = pipeline.open(ref);
            for (int run = 0; run < MANY; run++) {
                study.train(run, StageProgress.NONE, (prefix, step, digest) -> {});
                for (int t = 0; t < study.point(run).schedule().size(); t++) {
                    study.observe(run, t, "state", 0, 0, StageProgress.NONE);
                }
            }
            new Executions(directory.context().store())
                    .begin(ref, Executions.Place.HERE, "2026-11-27T00:00:00Z", List.of());
        }
        try (StudyShelf shelf = new StudyShelf(place(), Map.of(), Clock.systemUTC())) {
            say("first look at a grid of " + MANY + " runs", millis(shelf::look));
            say("a further look", millis(shelf::look));
            try (StudyServer server = StudyServer.start(ServeSettings.local(0), shelf)) {
                URI page = server.address().resolve("studies/" + name + "/");
                say("its page, the first time", once(page).millis());
                Took took = get(page);
                say("its page, " + took.bytes() / 1_000 + " kB", took.millis());
                say(
                        "its runs 481 to 504, the first time",
                        once(page.resolve("?from=480")).millis());
                assertThat(took.millis()).isLessThan(1_000);
            }
        }
    }

    private Place place() {
        return new Place(data, Optional.empty(), Optional.empty());
    }

    /** One of a kind that needs no training library. */
    private StudyFile file(String name, int runs) throws Exception {
        if (runs == 1) {
            return StudyFile.load(name, Overrides.none());
        }
        String seeds = IntStream.range(0, runs).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        Path file = data.resolveSibling(name + ".yaml");
        Files.writeString(
                file,
                "study: " + name + "\nkind: grokking-modular\nproblem: { prime: 5, width: 2 }\ntraining: { steps: 4 }\n"
                        + "controls: []\ngrid: { seed: [" + seeds
                        + "] }\ncheckpoints: { linear: [], explicit: [2, 4] }\n");
        return StudyFile.load(file.toString(), new Overrides(List.of(), OptionalLong.empty()));
    }

    private static StudyRef published(DataDirectory directory, StudyPipeline pipeline, StudyFile file) {
        StudyInputs inputs = StudyInputs.of(file, Kinds.installed().of(file.spec()));
        inputs.upload(inputs.document(), directory.context().blobs());
        return pipeline.publish(inputs.document());
    }

    private static double millis(Runnable work) {
        long began = System.nanoTime();
        long cpu = cpu();
        work.run();
        say("    processor time", (cpu() - cpu) / 1e6);
        return (System.nanoTime() - began) / 1e6;
    }

    /** Of this process, in nanoseconds: on a busy machine it says more than the clock. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** The median of some. */
    private static Took get(URI page) throws Exception {
        Took[] all = new Took[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            all[i] = once(page);
        }
        Arrays.sort(all, java.util.Comparator.comparingDouble(Took::millis));
        return all[ROUNDS / 2];
    }

    private static Took once(URI page) throws Exception {
        long began = System.nanoTime();
        long cpu = cpu();
        HttpResponse<byte[]> answer =
                CLIENT.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        say("    processor time", (cpu() - cpu) / 1e6);
        return new Took((System.nanoTime() - began) / 1e6, answer.body().length);
    }

    private static void say(String what, double millis) {
        System.out.printf(Locale.ROOT, "%s: %.0f ms%n", what, millis);
    }
}
