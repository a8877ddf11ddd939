package dev.onset.supervised;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.Scratch;
import dev.onset.kind.StudyDocument;
import dev.onset.numeric.Profile;
import dev.onset.process.ChildEnvironment;
import dev.onset.process.ChildProcess;
import dev.onset.process.ProcessLog;
import dev.onset.pulse.Pulse;
import dev.onset.pulse.SharedWork;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import dev.onset.store.OwnedFolder;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the bits of a user's training depend on in this process, as its command says when it is asked ({@code ONSET_PROBE}): once a
 * process for each command with its files. Safe for several threads.
 */
final class Probes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 300;
    private static final long CAP = 1 << 20;
    private static final int LOOK_MILLIS = 50;
    private static final int AGAIN = 2;

    private final Layout layout;
    private final Map<String, Profile> known = new ConcurrentHashMap<>();
    private final SharedWork work = new SharedWork();

    Probes(Layout layout) {
        this.layout = layout;
    }

    /**
     * The profile.
     *
     * @throws OnsetException TRAINER_UNUSABLE where the command does not start or does not answer
     */
    Profile of(StudyDocument study, TrainerSpec.Process spec, BlobStore blobs) {
        String key = Digest.ofJson(Map.of(
                "command", spec.command(),
                "environment", spec.environment(),
                "pass", spec.passEnvironment(),
                "files", study.inputDigests(spec.sources().keySet()),
                "places", Places.scripts(spec)));
        Profile profile = known.get(key);
        if (profile != null) {
            return profile;
        }
        try {
            return work.run(() -> {
                Profile found = known.get(key);
                if (found == null) {
                    found = ask(study, spec, blobs);
                    known.put(key, found);
                }
                return found;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the training could not be asked what its bits depend on", e);
        }
    }

    private Profile ask(StudyDocument study, TrainerSpec.Process spec, BlobStore blobs) throws IOException {
        Path folder = Files.createTempDirectory(OwnedFolder.ofProcess(), "probe");
        try {
            Path files = Files.createDirectory(folder.resolve("files"));
            layout.lay(study, blobs, Places.scripts(spec), files);
            ChildEnvironment environment = TrainerChild.environment(spec, System.getenv());
            Path answer = folder.resolve("answer.json");
            ProcessLog log = new ProcessLog(folder.resolve("log"), CAP, environment::masked);
            int status = run(spec, environment, files, answer, log);
            for (int again = 0; ChildProcess.isKilled(status) && again < AGAIN; again++) {
                status = run(spec, environment, files, answer, log); // killed, by whomever
            }
            if (status != 0) {
                throw unusable(spec, ChildProcess.words(status), log);
            }
            return answer(spec, answer, log);
        } finally {
            Scratch.delete(folder);
        }
    }

    private static int run(
            TrainerSpec.Process spec, ChildEnvironment environment, Path files, Path answer, ProcessLog log) {
        Map<String, String> variables = Map.of(
                "ONSET_PROBE",
                "1",
                "ONSET_ANSWER",
                answer.toString(),
                "TMPDIR",
                answer.resolveSibling("").toString());
        try (ChildProcess child = TrainerChild.start(spec, environment, files, variables, log)) {
            wait(child, spec, log);
            return child.exit();
        }
    }

    private static void wait(ChildProcess child, TrainerSpec.Process spec, ProcessLog log) {
        long until = System.nanoTime() + spec.stallSeconds() * 1_000_000_000L;
        try {
            while (!child.ends(LOOK_MILLIS)) {
                Pulse.current().tick();
                if (System.nanoTime() > until) {
                    throw unusable(spec, "did not end within trainer.stallSeconds, " + spec.stallSeconds() + " s", log);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable(spec, "was interrupted", log);
        }
    }

    /** Every field of the answer counts; framework and device must be there. */
    private static Profile answer(TrainerSpec.Process spec, Path answer, ProcessLog log) throws IOException {
        if (!Files.isRegularFile(answer) || Files.size(answer) > CAP) {
            throw unusable(spec, "wrote no answer to the file that ONSET_ANSWER names", log);
        }
        Map<String, String> fields = new TreeMap<>();
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(answer));
            tree.fields()
                    .forEachRemaining(
                            field -> fields.put(field.getKey(), field.getValue().asText("")));
        } catch (JsonProcessingException e) {
            throw unusable(spec, "answered what is no JSON", log);
        }
        for (String field : List.of("framework", "device")) {
            if (fields.getOrDefault(field, "").isBlank()) {
                throw unusable(spec, "answered without '" + field + "'", log);
            }
        }
        String words = String.join(", ", fields.values());
        return new Profile(
                "process " + Digest.ofJson(fields),
                "process: " + (words.length() > LONGEST ? words.substring(0, LONGEST) : words));
    }

    private static OnsetException unusable(TrainerSpec.Process spec, String problem, ProcessLog log) {
        return new OnsetException(
                ErrorCode.TRAINER_UNUSABLE,
                "trainer.command " + String.join(" ", spec.command())
                        + ", asked by ONSET_PROBE=1 what its bits depend on, " + problem + "; " + log.lastLines()
                        + "; nothing was trained");
    }
}
