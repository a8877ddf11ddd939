package dev.onset.evaluate;

import ai.onnxruntime.OrtException;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Failures of ONNX Runtime that are the machine's and not the model's, told from its words: it has no codes for them. */
final class OnnxFailures {
    private static final List<String> MEMORY =
            List.of("failed to allocate memory", "std::bad_alloc", "bad allocation", "out of memory");
    private static final List<String> DEVICE = List.of("cuda", "cublas", "cudnn", "gpu");

    private OnnxFailures() {}

    /**
     * {@code DEVICE_UNAVAILABLE} where a GPU failed or has no memory left, {@code OUT_OF_MEMORY} where the machine has none, empty
     * where the model is to blame.
     */
    static Optional<OnsetException> ofMachine(String model, Device device, OrtException e) {
        String words = String.valueOf(e.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        boolean memory = MEMORY.stream().anyMatch(lower::contains);
        if (device != Device.CPU && (memory || DEVICE.stream().anyMatch(lower::contains))) {
            return Optional.of(new OnsetException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "the GPU failed on model " + model + ": " + words + "; nothing was computed",
                    e));
        }
        return memory
                ? Optional.of(new OnsetException(
                        ErrorCode.OUT_OF_MEMORY,
                        "memory ran out with model " + model + ": " + words + "; nothing was computed",
                        e))
                : Optional.empty();
    }
}
