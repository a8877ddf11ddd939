package dev.onset.twophase;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec;
import dev.onset.data.Dataset;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.evaluate.Cut;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import dev.onset.imported.EvaluatorCheck;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a study's data as its stages will, before anything is stored. */
final class InputCheck {
    private static final int NAMED = 24;

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
                if (experiment.evaluator() instanceof EvaluatorSpec.Process program) {
                    evaluator(experiment, program, existing, split, files, folder);
                } else {
                    ImportCheck.check(existing, data, split, files);
                }
            }
            Optional<Cut> cut = experiment.observation().players().cut();
            if (cut.isPresent()) {
                CutCheck.check(experiment, cut.get(), files, folder);
            }
        } finally {
            Scratch.delete(folder);
        }
    }

    private static void evaluator(
            TwoPhase experiment,
            EvaluatorSpec.Process program,
            TrainerSpec.Import existing,
            Split split,
            Map<String, Path> files,
            Path folder)
            throws IOException {
        if (program.checkAtPlan()) {
            EvaluatorCheck.check(
                    program, experiment.observation().device(), existing, experiment.data(), split, files, folder);
        }
    }

    /** Players may depend on the sample: every one that is observed must have them. */
    private static void players(TwoPhase experiment, Split split) {
        ObservationSpec observation = experiment.observation();
        for (int i = 0; i < observation.samples(); i++) {
            boolean training = observation.isTraining(i);
            int at = observation.position(i);
            Optional<String> problem = problem(experiment, split, training, at);
            if (problem.isPresent()) {
                int all = training ? split.trainLabels().length : split.testLabels().length;
                String fit = IntStream.range(0, all)
                        .filter(row -> problem(experiment, split, training, row).isEmpty())
                        .limit(NAMED)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
                throw new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "observation.players " + problem.get() + " (" + (training ? "training" : "test") + " sample "
                                + at
                                + (fit.isEmpty() ? "; none has them" : "; the first that have them: " + fit)
                                + "); nothing was written");
            }
        }
    }

    private static Optional<String> problem(TwoPhase experiment, Split split, boolean training, int at) {
        int features = split.features();
        float[] rows = training ? split.trainRows() : split.testRows();
        float[] row = Arrays.copyOfRange(rows, at * features, (at + 1) * features);
        try {
            PlayerGroups.of(
                    experiment.observation().players(), experiment.data().shape(), row, split.legend());
            return Optional.empty();
        } catch (FieldException e) {
            return Optional.of(e.problem());
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
