package dev.onset.imported;

import dev.onset.checkpoint.CheckpointFormat;
import dev.onset.checkpoint.OpaqueModel;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.StudyDocument;
import dev.onset.observe.OnnxEvaluation;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.trainer.TrainerSpec;
import dev.onset.trainer.TrainerSpec.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Walks through checkpoints that were uploaded with the study. A checkpoint's parts are the ONNX file as it is, the files of
 * weights beside it, {@code identity.json} with the digest of what it computes, and {@code import.json} with its step.
 */
final class ImportTraining implements ResumableTraining {
    private static final String POSITION = "import.json";

    private final BlobStore blobs;
    private final StudyDocument study;
    private final TrainerSpec.Import spec;
    private long step;

    ImportTraining(BlobStore blobs, StudyDocument study, TrainerSpec.Import spec) {
        this.blobs = blobs;
        this.study = study;
        this.spec = spec;
    }

    private record Position(String format, long step) {
        private static final String FORMAT = "onset.import/1";
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public boolean needs(String part) {
        return part.equals(POSITION);
    }

    @Override
    public void restore(Path checkpoint) throws IOException {
        Path file = checkpoint.resolve(POSITION);
        try {
            step = CanonicalJson.parse(Files.readAllBytes(file), Position.class).step();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, "the position of an import, " + POSITION + ", cannot be read", e);
        }
    }

    @Override
    public void advance(long to, LongConsumer each) {
        step = to;
        each.accept(to);
    }

    @Override
    public Map<String, Path> write(Path folder) throws IOException {
        Checkpoint checkpoint = spec.found().stream()
                .filter(found -> found.step() == step)
                .findFirst()
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "there is no checkpoint of step " + step
                                + " to import: an import commits what exists, at its own"
                                + " steps alone; nothing was committed"));
        SortedMap<String, Path> parts = new TreeMap<>(writeState(folder));
        List<String> names = checkpoint.names();
        boolean onnx = names.isEmpty();
        boolean several = names.size() > 1;
        fetch(
                checkpoint.role(),
                onnx ? CheckpointFormat.MODEL : several ? OpaqueModel.part(0) : OpaqueModel.part(names.get(0)),
                folder,
                parts);
        for (int i = 0; i < checkpoint.external().size(); i++) {
            fetch(checkpoint.role(i), onnx ? OnnxEvaluation.external(i) : OpaqueModel.part(i + 1), folder, parts);
        }
        if (several) {
            parts.put(OpaqueModel.NAMES, OpaqueModel.writeNames(folder, names));
        }
        parts.put(CheckpointFormat.IDENTITY, CheckpointFormat.writeIdentity(folder, checkpoint.identity()));
        return parts;
    }

    @Override
    public Map<String, Path> writeState(Path folder) throws IOException {
        byte[] position = CanonicalJson.bytes(new Position(Position.FORMAT, step));
        return Map.of(POSITION, Files.write(folder.resolve(POSITION), position));
    }

    private void fetch(String role, String part, Path folder, Map<String, Path> parts) {
        BlobRef ref = study.inputs().get(role);
        if (ref == null) {
            throw new OnsetException(
                    ErrorCode.STORE_MISSING, "the study has no input '" + role + "'; start it again to upload it");
        }
        Path file = folder.resolve(part);
        blobs.fetch(ref, file);
        parts.put(part, file);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
