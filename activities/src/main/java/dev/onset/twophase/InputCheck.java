package dev.onset.twophase;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.Dataset;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.kind.Scratch;
import dev.onset.kind.SourceFile;
import dev.onset.store.OwnedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Reads a study's data as its stages will, before anything is stored. */
final class InputCheck {
    private InputCheck() {}

    static void check(TwoPhase experiment, Map<String, SourceFile> inputs) throws IOException {
        Path folder = Files.createTempDirectory(OwnedFolder.ofProcess(), "check");
        try {
            Path data = file(inputs, SplitCache.DATA, folder).orElseThrow();
            Optional<Path> labels = file(inputs, SplitCache.LABELS, folder);
            Dataset read = DatasetReader.read(data, labels, experiment.data());
            Split split = Split.of(read, experiment.data(), experiment.data().split());
            if (Arrays.stream(split.trainLabels()).distinct().count() < 2) {
                throw new OnsetException(
                        ErrorCode.DATA_INVALID,
                        read.name() + ": the " + experiment.data().train()
                                + " training examples have one class only; training needs two; nothing was written");
            }
        } finally {
            Scratch.delete(folder);
        }
    }

    /** The user's file where it is, so that messages name it so; bundled data as a copy under its own name. */
    private static Optional<Path> file(Map<String, SourceFile> inputs, String role, Path folder) throws IOException {
        SourceFile input = inputs.get(role);
        if (input == null || input.path().isPresent()) {
            return Optional.ofNullable(input).flatMap(SourceFile::path);
        }
        Path copy = Files.createDirectory(folder.resolve(role)).resolve(input.name());
        try (InputStream in = input.open()) {
            Files.copy(in, copy);
        }
        return Optional.of(copy);
    }
}
