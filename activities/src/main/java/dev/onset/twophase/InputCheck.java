package dev.onset.twophase;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec;
import dev.onset.data.Dataset;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import dev.onset.imported.ImportCheck;
import dev.onset.kind.Scratch;
import dev.onset.kind.SourceFile;
import dev.onset.store.OwnedFolder;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads a study's data as its stages will, before anything is stored. */
final class InputCheck {
    private InputCheck() {}

    static void check(TwoPhase experiment, Map<String, SourceFile> inputs) throws IOException {
        Path folder = Files.createTempDirectory(OwnedFolder.ofProcess(), "check");
        try {
            Map<String, Path> files = new TreeMap<>();
            for (SourceFile input : inputs.values()) {
                files.put(input.role(), file(input, folder));
            }
            DataSpec data = experiment.data();
            Dataset read = DatasetReader.read(
                    files.entrySet().stream()
                            .filter(file -> data.sources().containsKey(file.getKey()))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                    data);
            Split split = Split.of(read, data, data.split());
            if (Arrays.stream(split.trainLabels()).distinct().count() < 2) {
                throw new OnsetException(
                        ErrorCode.DATA_INVALID,
                        read.name() + ": the " + experiment.data().train()
                                + " training examples have one class only; training needs two; nothing was written");
            }
            players(experiment, split);
            if (experiment.trainer() instanceof TrainerSpec.Import existing) {
                ImportCheck.check(existing, data, split, files);
            }
        } finally {
            Scratch.delete(folder);
        }
    }

    /** Players may depend on the sample: every one that is observed must have them. */
    private static void players(TwoPhase experiment, Split split) {
        ObservationSpec observation = experiment.observation();
        int features = split.features();
        for (int i = 0; i < observation.samples(); i++) {
            float[] rows = observation.isTraining(i) ? split.trainRows() : split.testRows();
            int at = observation.position(i);
            float[] row = Arrays.copyOfRange(rows, at * features, (at + 1) * features);
            try {
                PlayerGroups.of(observation.players(), experiment.data().shape(), row, split.legend());
            } catch (FieldException e) {
                throw new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "observation.players " + e.problem() + " ("
                                + (observation.isTraining(i) ? "training" : "test") + " sample " + at
                                + "); nothing was written",
                        e);
            }
        }
    }

    /** The user's file where it is, so that messages name it so; bundled data as a copy under its own name. */
    private static Path file(SourceFile input, Path folder) throws IOException {
        if (input.path().isPresent()) {
            return input.path().get();
        }
        Path copy = Files.createDirectory(folder.resolve(input.role())).resolve(input.name());
        try (InputStream in = input.open()) {
            Files.copy(in, copy);
        }
        return copy;
    }
}
