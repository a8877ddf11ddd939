package dev.onset.observe;

import dev.onset.checkpoint.CheckpointFormat;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.checkpoint.OpaqueModel;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec;
import dev.onset.evaluate.Cut;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.evaluate.OpenModels;
import dev.onset.evaluate.SplitNetwork;
import dev.onset.evaluate.process.EvaluatorCommand;
import dev.onset.evaluate.process.ProcessModel;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Machine;
import dev.onset.numeric.Profile;
import dev.onset.process.Programs;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** By a program that the study brings along, on whatever that computes. */
public final class ProcessEvaluation implements Evaluation {
    private final StudyDocument study;
    private final EvaluatorSpec.Process spec;
    private final DataSpec data;
    private final Device device;

    public ProcessEvaluation(StudyDocument study, EvaluatorSpec.Process spec, DataSpec data, Device device) {
        this.study = study;
        this.spec = spec;
        this.data = data;
        this.device = device;
    }

    /** What this process adds to the bits, whatever the program is: it takes its answers on. */
    public static Profile host() {
        return new Profile("process evaluator;" + JavaProfile.current().identity(), Machine.words());
    }

    @Override
    public Device device() {
        return device;
    }

    /** Starts the program to find out. */
    @Override
    public Profile profile(StageContext context) {
        return host().with(context.evaluators().profile(command(context)));
    }

    /** Its files, by place and content, and how they are called; not where the interpreter lies. */
    @Override
    public Map<String, Object> parameters() {
        SortedMap<String, String> files = new TreeMap<>();
        spec.sources()
                .forEach((role, source) ->
                        files.put(Programs.place(source), input(role).sha256()));
        return Map.of(
                "evaluator",
                Map.of(
                        "arguments", spec.command().subList(1, spec.command().size()),
                        "environment", spec.environment(),
                        "files", files));
    }

    /** The network alone decides: by its identity where one is committed, else by its bytes. */
    @Override
    public SortedMap<String, String> inputs(CommittedCheckpoint checkpoint) {
        BlobRef identity = checkpoint.parts().get(CheckpointFormat.IDENTITY);
        return identity == null
                ? OpaqueModel.digests(checkpoint.parts())
                : new TreeMap<>(Map.of("model", identity.sha256()));
    }

    @Override
    public Evaluator open(StageContext context, CommittedCheckpoint checkpoint) {
        EvaluatorCommand command = command(context);
        String key = Digest.ofJson(List.of(command.key(), checkpoint.parts(), data.shape(), data.classes()));
        String name = "of step " + checkpoint.step();
        return context.models()
                .borrow(
                        key,
                        folder -> ProcessModel.open(
                                context.evaluators(),
                                command,
                                name,
                                fetch(checkpoint, context.blobs(), folder),
                                data.shape(),
                                data.classes()));
    }

    /** A study that asks for it is refused before it starts. */
    @Override
    public SplitNetwork open(StageContext context, CommittedCheckpoint checkpoint, Cut cut) {
        throw new OnsetException(
                ErrorCode.STUDY_INVALID,
                "observation.players.tensor is '" + cut.tensor()
                        + "', but what a program of the study's own computes inside"
                        + " is not known to Onset; leave evaluator out, or take players on the input; nothing was computed");
    }

    private static Path fetch(CommittedCheckpoint checkpoint, BlobStore blobs, Path folder) throws IOException {
        return checkpoint.parts().containsKey(CheckpointFormat.MODEL)
                ? OpenModels.fetch(OnnxEvaluation.files(checkpoint), blobs, folder)
                : OpaqueModel.fetch(checkpoint.parts(), blobs, folder);
    }

    private EvaluatorCommand command(StageContext context) {
        SortedMap<String, String> digests = study.inputDigests(spec.sources().keySet());
        return new EvaluatorCommand(spec, digests, device, context.models().gpu(), folder -> {
            for (Map.Entry<String, String> source : spec.sources().entrySet()) {
                Path file = folder.resolve(Programs.place(source.getValue()));
                Files.createDirectories(file.resolveSibling(""));
                context.blobs().fetch(input(source.getKey()), file);
                file.toFile().setExecutable(true);
            }
        });
    }

    private BlobRef input(String role) {
        BlobRef ref = study.inputs().get(role);
        if (ref == null) {
            throw new OnsetException(
                    ErrorCode.STORE_MISSING, "the study has no input '" + role + "'; start it again to upload it");
        }
        return ref;
    }
}
