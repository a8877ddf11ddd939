package dev.onset.evaluate;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A model as its files say it is, before it is opened. */
public final class OnnxModel {
    private OnnxModel() {}

    /**
     * Digest of everything a model's outputs rest on: its graph and its tensors in canonical form, those in files beside it (ONNX
     * external data) included. Two exports of the same network have the same, whatever else their files say. Empty where the form
     * of the file does not tell.
     *
     * @throws OnsetException MODEL_INVALID when one cannot be read
     */
    public static Optional<String> identity(Path model) {
        try {
            return OnnxCanonical.digest(model);
        } catch (IOException e) {
            throw unreadable(model, e);
        }
    }

    /**
     * Names of the files that hold weights, relative to the model's folder, in order; none where the form of the file does not
     * tell.
     *
     * @throws OnsetException MODEL_INVALID when the model cannot be read, or names a file outside its folder
     */
    public static List<String> external(Path model) {
        try {
            List<String> locations = outline(model)
                    .map(outline -> List.copyOf(outline.external()))
                    .orElse(List.of());
            for (String location : locations) {
                beside(model, location);
            }
            return locations;
        } catch (IOException e) {
            throw unreadable(model, e);
        }
    }

    /** A file of weights; nothing outside the model's folder is one. */
    static Path beside(Path model, String location) throws IOException {
        Path folder = model.toAbsolutePath().normalize().resolveSibling("");
        Path file = location.isEmpty() ? folder : folder.resolve(location).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new IOException("its weights lie at '" + location.replaceAll("\\p{Cntrl}", "?")
                    + "', which is no file beneath its folder");
        }
        return file;
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
