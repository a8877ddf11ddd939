package dev.onset.evaluate;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.onset.contracts.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What tensors inside a model are, found by running it on one blank example: files need not say it, and where sizes are settled
 * by the example none can.
 *
 * @param tensors type and shape of each, as far as it is a tensor
 * @param fixedRows the number of rows, where the file fixes it
 */
record OnnxShapes(Map<String, TensorInfo> tensors, OptionalInt fixedRows) {
    /**
     * Looks at some tensors.
     *
     * @param binding names the output that is read
     * @param file where the model that shows them may be written, beside its weights
     */
    static OnnxShapes of(OnnxGraph graph, List<String> names, String model, ModelBinding binding, Path file)
            throws IOException {
        OnnxGraph.write(file, graph.showing(names));
        try (OnnxSession session = OnnxSession.open(file, model, binding, Device.CPU, 0)) {
            return new OnnxShapes(shown(session, names), session.signature().fixedRows());
        } finally {
            Files.delete(file);
        }
    }

    /** What a tensor is; empty where it is none, but a list of them, say. */
    Optional<TensorInfo> of(String tensor) {
        return Optional.ofNullable(tensors.get(tensor));
    }

    private static Map<String, TensorInfo> shown(OnnxSession session, List<String> names) {
        OnnxSignature signature = session.signature();
        try {
            return OnnxLibrary.call(() -> run(session, names));
        } catch (OrtException e) {
            throw OnnxFailures.ofMachine(signature.model(), session.device(), e)
                    .orElseGet(() -> signature.refused(
                            "failed on one blank example: " + e.getMessage() + "; nothing was computed"));
        }
    }

    private static Map<String, TensorInfo> run(OnnxSession session, List<String> names) throws OrtException {
        OnnxSignature signature = session.signature();
        int rows = signature.fixedRows().orElse(1);
        List<OnnxFeed> feeds = new ArrayList<>();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (OnnxInput input : signature.inputs()) {
                OnnxFeed feed = new OnnxFeed(
                        OnnxLibrary.environment(),
                        signature,
                        input,
                        session.binding().padding(),
                        rows);
                feeds.add(feed);
                inputs.put(feed.name(), feed.tensor());
            }
            Map<String, TensorInfo> found = new TreeMap<>();
            try (OrtSession.Result results = session.session().run(inputs, Set.copyOf(names))) {
                for (Map.Entry<String, OnnxValue> result : results) {
                    if (result.getValue().getInfo() instanceof TensorInfo tensor) {
                        found.put(result.getKey(), tensor);
                    }
                }
            }
            return found;
        } finally {
            feeds.forEach(OnnxFeed::close);
        }
    }
}
