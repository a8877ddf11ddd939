package dev.onset.imported;

import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.evaluate.process.EvaluatorCommand;
import dev.onset.evaluate.process.EvaluatorProcesses;
import dev.onset.evaluate.process.ProcessModel;
import dev.onset.process.Programs;
import dev.onset.store.Digest;
import dev.onset.trainer.ForeignNetworks;
import dev.onset.trainer.TrainerSpec;
import dev.onset.trainer.TrainerSpec.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Starts a study's evaluator and asks it about some examples at every checkpoint, before anything is stored. */
public final class EvaluatorCheck {
    private EvaluatorCheck() {}

    /**
     * Makes sure that the evaluator keeps to the contract, takes the data, and gives finite logits of its classes.
     *
     * @param files the study's files by role, on this machine
     * @param scratch for its working directory
     * @throws dev.onset.contracts.OnsetException EVALUATOR_FAILED, EVALUATOR_INVALID or MODEL_INVALID naming what is wrong
     */
    public static void check(
            EvaluatorSpec.Process spec,
            Device device,
            TrainerSpec.Import trainer,
            DataSpec data,
            Split split,
            Map<String, Path> files,
            Path scratch)
            throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        for (String role : spec.sources().keySet()) {
            digests.put(role, Digest.sha256(file(files, role)));
        }
        EvaluatorCommand command = new EvaluatorCommand(spec, digests, device, 0, folder -> {
            for (Map.Entry<String, String> source : spec.sources().entrySet()) {
                Path copy = folder.resolve(Programs.place(source.getValue()));
                Files.createDirectories(copy.resolveSibling(""));
                Files.copy(file(files, source.getKey()), copy);
                copy.toFile().setExecutable(true);
            }
        });
        try (EvaluatorProcesses processes = new EvaluatorProcesses(scratch)) {
            for (Checkpoint checkpoint : trainer.found()) {
                try (ProcessModel model = ProcessModel.open(
                                processes,
                                command,
                                checkpoint.model(),
                                whole(checkpoint, file(files, checkpoint.role())),
                                data.shape(),
                                data.classes());
                        Evaluator network = model.evaluator()) {
                    ask(network, split.trainRows(), split.trainLabels().length);
                    ask(network, split.testRows(), split.testLabels().length);
                }
            }
        }
    }

    private static void ask(Evaluator network, float[] rows, int examples) {
        int asked = ForeignNetworks.asked(examples);
        network.logits(rows, asked, new float[asked * network.classes()]);
    }

    /** A network of several files is the folder of them all. */
    private static Path whole(Checkpoint checkpoint, Path first) {
        if (checkpoint.names().size() < 2) {
            return first;
        }
        Path file = first.toAbsolutePath();
        int within = Path.of(checkpoint.names().get(0)).getNameCount();
        return file.getRoot().resolve(file.subpath(0, file.getNameCount() - within));
    }

    private static Path file(Map<String, Path> files, String role) {
        Path file = files.get(role);
        if (file == null) {
            throw new IllegalArgumentException("no file " + role + " among " + files.keySet());
        }
        return file;
    }
}
