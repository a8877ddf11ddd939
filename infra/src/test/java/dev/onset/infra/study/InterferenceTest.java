package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operators who reset, terminate, cancel or pause a study at random moments, on real servers: what every command says afterwards is
 * true, the step that it names brings the study to its end, and the digest is that of the study that nobody touched.
 */
@Tag("servers")
@Tag("server-studies")
@Tag("e2e")
class InterferenceTest {
    /** Trials that go on at once: they wait more than they work. */
    private static final int AT_ONCE = 3;

    @TempDir
    static Path folder;

    private static Interferences studies = null;

    @BeforeAll
    static void start() throws Exception {
        studies = new Interferences(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (studies != null) {
            studies.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void atTwoRandomMoments_everyCommandTellsTheTruth_andTheNextStepEndsInTheSameDigest(Interference what)
            throws Exception {
        trials(what, 2, 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("heavy")
    void atTwentyRandomMoments_everyCommandTellsTheTruth_andTheNextStepEndsInTheSameDigest(Interference what)
            throws Exception {
        trials(what, 20, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminate", "cancel", "reset"})
    void oneRunAlone_parksTheStudyOrGoesOn_andRetryEndsIt(String what) throws Exception {
        int number = 900 + what.length();
        Path data = studies.folder(number);
        String[] command = studies.run(number);
        String id = studies.id(data, command);
        Future<InProcess> follower = studies.later(() -> studies.onset(data, command));
        RealStudies.eventually("the run has begun", () -> studies.isOpen(id + "/run/0"));
        assertThat(studies.temporal(id + "/run/0", what.equals("reset") ? Interference.RESET.words() : List.of(what)))
                .isTrue();
        if (!what.equals("reset")) {
            RealStudies.eventually(
                    "it is parked",
                    () -> studies.json(data, "status", id).get("state").asText().equals("waiting-for-operator"));
            assertThat(studies.json(data, "status", id).get("failure").asText())
                    .contains("by itself, while the study goes on", "Next: 'retry' begins the run again");
            assertThat(studies.onset(data, "retry", id).code()).isZero();
        }
        InProcess followed = follower.get(240, TimeUnit.SECONDS);
        assertThat(followed.code()).as("%s", followed.err()).isZero();
        assertThat(OnsetProcess.outcome(data, Interferences.STUDY).get("digest").asText())
                .isEqualTo(studies.oracle(number));
    }

    @Test
    void whileTemporalIsDown_statusReportAndListAnswerFromTheStore_andSayWhatIsMissing() throws Exception {
        int number = 990;
        Path data = studies.folder(number);
        InProcess done = studies.onset(data, studies.run(number));
        assertThat(done.code()).as("%s", done.err()).isZero();
        String id = studies.id(data, studies.run(number));
        String[] nobody = {"--temporal", "127.0.0.1:1"};
        for (String verb : List.of("status", "report", "why")) {
            InProcess answer = studies.onset(data, verb, id, nobody[0], nobody[1]);
            assertThat(answer.code()).as("%s %s", verb, answer.err()).isZero();
        }
        assertThat(studies.onset(data, "status", id, nobody[0], nobody[1]).out())
                .contains("done", "TEMPORAL_UNAVAILABLE: no Temporal server answers at 127.0.0.1:1")
                .contains("what it does now is not known, only what is in the store");
        assertThat(studies.onset(data, "studies", nobody[0], nobody[1]).out())
                .contains("done", "what it does now is not known");
    }

    private static void trials(Interference what, int count, long seed) throws Exception {
        Random random = new Random(seed + what.ordinal());
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<String>> trials = new ArrayList<>();
        try {
            for (int trial = 0; trial < count; trial++) {
                // a number of its own makes a study of its own, which reuses nothing of another's
                int number = (int) (1_000 * seed + 100L * what.ordinal() + trial);
                long after = Math.round(random.nextDouble() * studies.usualMillis());
                trials.add(pool.submit(() -> new InterferenceTrial(studies, what, number, after).run()));
            }
            List<String> figures = new ArrayList<>();
            List<String> failures = new ArrayList<>();
            for (Future<String> trial : trials) {
                try {
                    figures.add(trial.get());
                } catch (java.util.concurrent.ExecutionException e) {
                    failures.add(String.valueOf(e.getCause()));
                }
            }
            System.out.printf(
                    "%s: %d trials, %d failures, seed %d, at random moments of %d ms:%n  %s%n",
                    what, count, failures.size(), seed, studies.usualMillis(), String.join("\n  ", figures));
            assertThat(failures).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }
}
