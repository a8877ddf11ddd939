package dev.onset.evaluate;

import dev.onset.store.BlobRef;
import java.util.List;

/**
 * A model in the store.
 *
 * @param model its ONNX file
 * @param external files that hold weights beside it, in the order of the names that the model calls them by
 */
public record ModelFiles(BlobRef model, List<BlobRef> external) {
    public ModelFiles {
        external = List.copyOf(external);
    }

    /** A model that is one file. */
    public static ModelFiles of(BlobRef model) {
        return new ModelFiles(model, List.of());
    }
}
