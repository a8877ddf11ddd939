package dev.onset.evaluate.process;

import dev.onset.contracts.Device;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * An evaluator to be started.
 *
 * @param files digests of its files, by role
 * @param device what it is asked to compute on
 * @param gpu which GPU, where that is one
 * @param layout puts its files into its working directory
 */
public record EvaluatorCommand(
        EvaluatorSpec.Process spec, SortedMap<String, String> files, Device device, int gpu, Layout layout) {
    /** Puts files where they belong. */
    public interface Layout {
        void into(Path folder) throws IOException;
    }

    /** Two of one key are the same program on the same device. */
    public String key() {
        return Digest.ofJson(List.of(spec, files, device, gpu));
    }

    /** As messages call it. */
    String name() {
        return "evaluator '" + String.join(" ", spec.command()) + "'";
    }
}
