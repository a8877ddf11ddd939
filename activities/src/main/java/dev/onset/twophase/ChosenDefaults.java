package dev.onset.twophase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.kind.Limits;
import java.util.List;

/** Fits the defaults of a two-phase study to its trainer and the form of its data. */
final class ChosenDefaults {
    private static final String IMPORT = "import";
    private static final String PROCESS = "process";
    private static final int ANSWER_SECONDS = 300;
    private static final int HOUR = 3_600;

    private ChosenDefaults() {}

    static void fit(ObjectNode file, ObjectNode defaults, Limits limits) {
        String trainer = file.path("trainer").path("kind").asText("");
        if (trainer.equals(IMPORT)) {
            imported(file, defaults, limits);
        } else if (trainer.equals(PROCESS)) {
            supervised(file, defaults, limits);
        }
        if (file.path("evaluator").path("kind").asText("").equals(PROCESS)) {
            ObjectNode evaluator = defaults.putObject("evaluator");
            evaluator.put("kind", PROCESS);
            evaluator.putArray("files");
            evaluator.putObject("environment");
            evaluator.putArray("passEnvironment");
            evaluator.put("answerSeconds", ANSWER_SECONDS);
            evaluator.put("checkAtPlan", true);
        }
        String format = file.path("data").path("format").asText("");
        if ((format.equals("npy") || format.equals("npz")) && defaults.get("data") instanceof ObjectNode data) {
            split(format, file.path("data"), data, limits);
        }
    }

    /** Checkpoints that exist leave nothing to be trained, and their steps are what they are. */
    private static void imported(ObjectNode file, ObjectNode defaults, Limits limits) {
        for (String key : List.of("network", "training", "checkpoints")) {
            if (file.has(key)) {
                throw limits.invalid(
                        key,
                        "is given, but trainer.kind is import: nothing is trained and the steps are those found in"
                                + " trainer.checkpoints; delete the section");
            }
        }
        if (file.path("trainer").has("found")) {
            throw limits.invalid("trainer.found", "is given, but it is what planning finds; delete the line");
        }
        defaults.putNull("network");
        defaults.putNull("training");
        defaults.putObject("checkpoints").putArray("explicit").add(0);
        defaults.putArray("controls");
        ObjectNode trainer = tensors(IMPORT, defaults);
        trainer.put("steps", "");
        trainer.putArray("found");
    }

    /** What the user's own process trains and how is its own affair; when it is asked for checkpoints is the study's. */
    private static void supervised(ObjectNode file, ObjectNode defaults, Limits limits) {
        for (String key : List.of("network", "training")) {
            if (file.has(key)) {
                throw limits.invalid(
                        key,
                        "is given, but trainer.kind is process, which trains what its command says; delete the section and give"
                                + " the command its settings in trainer.environment");
            }
        }
        if (!file.has("checkpoints")) {
            throw limits.invalid(
                    "checkpoints",
                    "is missing: it says until which step the process trains, such as { log: [ { from: 10, to: 3000, count: 22 } ]"
                            + " }");
        }
        defaults.putNull("network");
        defaults.putNull("training");
        defaults.putArray("controls");
        ObjectNode trainer = tensors(PROCESS, defaults);
        trainer.putObject("environment");
        trainer.putArray("passEnvironment");
        trainer.put("deterministic", true);
        trainer.put("segmentSeconds", 4 * HOUR);
        trainer.put("commitSeconds", 0);
        trainer.put("stallSeconds", HOUR / 2);
    }

    private static ObjectNode tensors(String kind, ObjectNode defaults) {
        ObjectNode trainer = defaults.putObject("trainer");
        trainer.put("kind", kind);
        trainer.put("input", "");
        trainer.put("output", "");
        trainer.put("padding", 0);
        return trainer;
    }

    /** Data that come split say themselves how many examples each part has. */
    private static void split(String format, JsonNode data, ObjectNode defaults, Limits limits) {
        for (String key : List.of("train", "test", "split")) {
            if (data.has(key)) {
                throw limits.invalid(
                        "data." + key,
                        "is given, but the arrays of format " + format
                                + " are training and test examples already, all of which count;"
                                + " delete the line, and choose samples with observation.trainSamples and testSamples");
            }
        }
        if (format.equals("npy")) {
            defaults.put("source", "");
        }
        defaults.put("train", 0);
        defaults.put("test", 0);
    }
}
