package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One study that one operator interferes with once.
 *
 * @param number of the study
 * @param after milliseconds from the study's start to the interference
 */
record InterferenceTrial(Interferences studies, Interference what, int number, long after) {
    private static final long PATIENCE_SECONDS = 240;

    /** Returns what was seen, in a line. */
    String run() throws Exception {
        Path data = studies.folder(number);
        String[] command = studies.run(number);
        String id = studies.id(data, command);
        Future<InProcess> follower = studies.later(() -> studies.onset(data, command));
        RealStudies.eventually(id + " has begun", () -> studies.isOpen(id));
        Thread.sleep(after);
        String stage = studies.stage(id);
        boolean done = studies.temporal(id, what.words());
        String state = state(data, id);
        String line = switch (what) {
            case RESET -> reset(id, data, follower, done, state);
            case TERMINATE -> ended(id, data, follower, done, "terminated", 3);
            case CANCEL -> ended(id, data, follower, done, "cancelled", 130);
            case PAUSE -> paused(id, data, follower, done, state);
        };
        assertThat(state(data, id)).isEqualTo("done");
        assertThat(studies.onset(data, "watch", id).code()).isZero();
        JsonNode outcome = OnsetProcess.outcome(data, Interferences.STUDY);
        assertThat(outcome.get("digest").asText()).as("the digest of %s", id).isEqualTo(studies.oracle(number));
        return "after %d ms, in %s: %s%s".formatted(after, stage, done ? "" : "too late, ", line);
    }

    private String state(Path data, String id) throws IOException {
        return studies.json(data, "status", id).get("state").asText();
    }

    private static InProcess end(Future<InProcess> follower) throws Exception {
        return follower.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Nothing is left to do: the new run goes on, and the follower with it. */
    private String reset(String id, Path data, Future<InProcess> follower, boolean done, String state)
            throws Exception {
        assertThat(done).as("whatever has begun can be reset").isTrue();
        assertThat(state).isIn("running", "done");
        InProcess followed = end(follower);
        assertThat(followed.code()).as("%s", followed.err()).isZero();
        RealStudies.eventually("the new run has ended", () -> !studies.isOpen(id));
        return followed.err().contains("following its new run") ? "followed" : "over before";
    }

    /** The follower says so, with its exit code, as do status and watch; the same command again ends the study. */
    private String ended(String id, Path data, Future<InProcess> follower, boolean done, String state, int code)
            throws Exception {
        InProcess followed = end(follower);
        boolean over = followed.code() == 0; // it was done before it could be ended
        if (!over) {
            assertThat(done).isTrue();
            assertThat(followed.code()).as("%s", followed.err()).isEqualTo(code);
            assertThat(followed.err())
                    .contains("STUDY_" + state.toUpperCase(java.util.Locale.ROOT), "Next: run the study again")
                    .doesNotContain("INTERNAL");
            JsonNode status = studies.json(data, "status", id);
            boolean reported = status.get("state").asText().equals("done");
            int report = studies.onset(data, "report", id).code();
            assertThat(report).isEqualTo(reported ? 0 : 2);
            if (!reported) {
                assertThat(status.get("state").asText()).isEqualTo(state);
                assertThat(status.get("failure").asText()).contains("Next: ");
                assertThat(studies.onset(data, "watch", id).code()).isEqualTo(code);
            }
        }
        InProcess again = studies.onset(data, studies.run(number));
        assertThat(again.code()).as("%s", again.err()).isZero();
        return over ? "over before" : "exit " + code + ", then run again";
    }

    /** Both say so; resume ends it, and the follower sees it through. */
    private String paused(String id, Path data, Future<InProcess> follower, boolean done, String state)
            throws Exception {
        if (done && studies.isOpen(id)) {
            assertThat(state).isEqualTo("paused");
            assertThat(studies.onset(data, "report", id).code()).isEqualTo(2);
            assertThat(follower.isDone()).isFalse();
            InProcess resumed = studies.onset(data, "resume", id);
            assertThat(resumed.code()).as("%s", resumed.err()).isZero();
        } else {
            assertThat(state).isIn(Set.of("running", "done"));
        }
        InProcess followed = end(follower);
        assertThat(followed.code()).as("%s", followed.err()).isZero();
        return done ? "paused and resumed" : "over before";
    }
}
