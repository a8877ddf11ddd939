package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A fleet whose machines compute to different bits: other kernels of the library that multiplies matrices stand for another
 * processor.
 */
@Tag("servers")
@Tag("server-studies")
@Tag("e2e")
class TwoProfilesTest extends RealStudies {
    private static final Map<String, String> OTHER = Map.of("OPENBLAS_CORETYPE", "Nehalem");

    /** So that it is soon said that a worker is missing. */
    private static final Map<String, String> IMPATIENT = Map.of("ONSET_WORKER_SECONDS", "3");

    /** Trajectories in the store: training under another profile is another one. */
    private long trajectories() {
        try (ObjectStore objects = open()) {
            return objects.list(new ObjectKey("runs")).stream()
                    .map(key -> key.value().split("/", -1)[1])
                    .distinct()
                    .count();
        }
    }

    private JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(succeed("status", STUDY, "--json"));
    }

    private void requireOtherBits() throws IOException, InterruptedException {
        String here = succeed("doctor", "--json");
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(OTHER);
        OnsetProcess doctor = OnsetProcess.start(data, environment, "doctor", "--json", "--store", store);
        processes.add(doctor);
        assertThat(doctor.exit()).isZero();
        assumeTrue(
                !queues(here).equals(queues(doctor.text())),
                "this processor's kernels give the bits of the others: nothing to tell apart");
    }

    private static String queues(String doctor) throws IOException {
        StringBuilder queues = new StringBuilder();
        for (JsonNode check : JSON.readTree(doctor)) {
            if (check.get("name").asText().equals("profile of train")) {
                queues.append(check.get("found").asText().replaceAll(".*serves ([^;]*);.*", "$1 "));
            }
        }
        return queues.toString();
    }

    private String detach(String[] study) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(IMPATIENT);
        OnsetProcess process = OnsetProcess.start(data, environment, with(with(study, "--detach"), "--store", store));
        processes.add(process);
        assertThat(process.exit()).as("%s", process.text()).isZero();
        return process.text();
    }

    @Test
    void twoProfilesServeOneStudy_nothingIsTrainedTwice_andTheDigestIsThePinnedProfiles() throws Exception {
        requireOtherBits();
        worker("plan,train,observe,fit");
        detach(small("run"));
        eventually("training is pinned", () -> status().at("/runs/0/profile").has("train"));
        worker("plan,train,observe,fit", OTHER);
        eventually("it ends", () -> status().get("state").asText().equals("done"));
        succeed("report", STUDY);
        assertThat(digest()).isEqualTo(expected);
        assertThat(trajectories()).isEqualTo(status().get("runs").size());
    }

    @Test
    void withNoWorkerOfThePinnedProfile_theStudyWaits_saysFor_andGoesOnToTheSameDigest() throws Exception {
        requireOtherBits();
        OnsetProcess first = worker("plan,train,observe,fit");
        detach(longer());
        eventually("something is committed", () -> committed() > 0);
        first.killAll();
        worker("plan,train,observe,fit", OTHER);
        eventually("it waits", () -> stateIs("waiting-for-worker"));
        assertThat(status().get("failure").asText())
                .contains("stage train waits", "no worker of the numeric profile", "train.p-", "repin " + STUDY);
        long trained = committed();

        worker("plan,train,observe,fit");
        eventually("it goes on", () -> committed() > trained);
        eventually("it ends", () -> status().get("state").asText().equals("done"));
        assertThat(trajectories()).isEqualTo(status().get("runs").size());
    }
}
