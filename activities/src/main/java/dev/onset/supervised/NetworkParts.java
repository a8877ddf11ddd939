package dev.onset.supervised;

import dev.onset.checkpoint.CheckpointFormat;
import dev.onset.checkpoint.OpaqueModel;
import dev.onset.evaluate.OnnxModel;
import dev.onset.observe.OnnxEvaluation;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The network of a finished checkpoint as parts: {@code model.onnx} with its files of weights, or, where a program of the study's
 * opens networks, whatever lies there. Its identity is that of its tensors where the form tells, else that of its files.
 */
final class NetworkParts {
    private static final String LOSSES = "losses.json";
    private static final long LOSSES_CAP = 1 << 20;

    private final Path checkpoint;
    private final Path onnx;
    private final List<String> others;
    private final boolean isOnnx;

    /** @param anyForm whether it may have another form than ONNX */
    NetworkParts(Path checkpoint, boolean anyForm) throws IOException {
        this.checkpoint = checkpoint;
        this.onnx = checkpoint.resolve(CheckpointFormat.MODEL);
        this.isOnnx = !anyForm || Files.isRegularFile(onnx);
        this.others = isOnnx ? List.of() : others();
    }

    private List<String> others() throws IOException {
        try (Stream<Path> all = Files.walk(checkpoint)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> checkpoint.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith(ProcessTraining.STATE + "/") && !name.equals(LOSSES))
                    .sorted()
                    .toList();
        }
    }

    /** What is wrong with it, as the end of a sentence. */
    Optional<String> problem() {
        if (!isOnnx) {
            return others.isEmpty() ? Optional.of("holds no network") : Optional.empty();
        }
        if (!Files.isRegularFile(onnx)) {
            return Optional.of("holds no model.onnx");
        }
        if (OnnxModel.identity(onnx).isEmpty()) {
            return Optional.of("holds a model.onnx that is no ONNX file or is cut short");
        }
        return OnnxModel.external(onnx).stream()
                .filter(weights -> !Files.isRegularFile(checkpoint.resolve(weights)))
                .findFirst()
                .map(weights -> "holds a model.onnx whose weights lie in " + weights + ", which is not there");
    }

    /** Its parts; {@code identity.json} is written into a folder. */
    Map<String, Path> write(Path folder) throws IOException {
        SortedMap<String, Path> parts = new TreeMap<>();
        String identity = isOnnx ? onnx(parts) : opaque(folder, parts);
        parts.put(CheckpointFormat.IDENTITY, CheckpointFormat.writeIdentity(folder, identity));
        Path losses = checkpoint.resolve(LOSSES);
        if (Files.isRegularFile(losses) && Files.size(losses) <= LOSSES_CAP) {
            parts.put(LOSSES, losses);
        }
        return parts;
    }

    private String onnx(Map<String, Path> parts) {
        parts.put(CheckpointFormat.MODEL, onnx);
        List<String> external = OnnxModel.external(onnx);
        for (int i = 0; i < external.size(); i++) {
            parts.put(OnnxEvaluation.external(i), checkpoint.resolve(external.get(i)));
        }
        return OnnxModel.identity(onnx).orElseThrow();
    }

    private String opaque(Path folder, Map<String, Path> parts) throws IOException {
        boolean single = others.size() == 1;
        SortedMap<String, String> digests = new TreeMap<>();
        for (int i = 0; i < others.size(); i++) {
            Path file = checkpoint.resolve(others.get(i));
            digests.put(single ? "" : others.get(i), Digest.sha256(file));
            parts.put(single ? OpaqueModel.part(others.get(i)) : OpaqueModel.part(i), file);
        }
        if (!single) {
            parts.put(OpaqueModel.NAMES, OpaqueModel.writeNames(folder, others));
        }
        return Digest.ofJson(digests);
    }
}
