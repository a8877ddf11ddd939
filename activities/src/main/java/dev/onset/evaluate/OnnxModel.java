package dev.onset.evaluate;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A model as its files say it is, before it is opened. */
public final class OnnxModel {
    private OnnxModel() {}

    /**
     * Digest of everything a model's outputs rest on: its file and the files beside it that hold weights (ONNX external data).
     * Empty where the form of the file does not tell which those are.
     *
     * @throws OnsetException MODEL_INVALID when one cannot be read
     */
    public static Optional<String> identity(Path model) {
        try {
            Optional<OnnxOutline> outline = OnnxOutline.of(model);
            if (outline.isEmpty()) {
                return Optional.empty();
            }
            Map<String, String> digests = new LinkedHashMap<>();
            digests.put("", Digest.sha256(model));
            for (String location : outline.get().external()) {
                digests.put(location, Digest.sha256(model.resolveSibling(location)));
            }
            return Optional.of(Digest.ofJson(digests));
        } catch (IOException e) {
            throw unreadable(model, e);
        }
    }

    static Optional<OnnxOutline> outline(Path model) {
        try {
            return OnnxOutline.of(model);
        } catch (IOException e) {
            throw unreadable(model, e);
        }
    }

    private static OnsetException unreadable(Path model, IOException e) {
        return new OnsetException(
                ErrorCode.MODEL_INVALID, "model " + model + " cannot be read: " + e + "; nothing was computed", e);
    }
}
