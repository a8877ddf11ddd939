package dev.onset.evaluate;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.nio.file.Path;

/** A model that ONNX Runtime has open, one thread a call; several threads may call it at once, each with its own batch. */
record OnnxSession(OrtSession session, OnnxSignature signature, ModelBinding binding, Device device)
        implements AutoCloseable {
    static boolean supports(Device device) {
        if (device == Device.CPU) {
            return true;
        }
        OnnxLibrary.environment();
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * Opens a model file on a device.
     *
     * @param name as messages call it
     * @param binding how examples go into it
     * @param gpu which GPU, where the device is one
     */
    static OnnxSession open(Path file, String name, ModelBinding binding, Device device, int gpu) {
        OrtEnvironment environment = OnnxLibrary.environment();
        try {
            return OnnxLibrary.call(() -> open(environment, file, name, binding, device, gpu));
        } catch (OrtException e) {
            throw OnnxFailures.ofMachine(name, device, e)
                    .orElseGet(() -> new OnsetException(
                            ErrorCode.MODEL_INVALID,
                            "model " + name + " cannot be opened: " + e.getMessage()
                                    + "; expected an ONNX file that ONNX Runtime can run; nothing was computed",
                            e));
        }
    }

    private static OnnxSession open(
            OrtEnvironment environment, Path file, String name, ModelBinding binding, Device device, int gpu)
            throws OrtException {
        try (SessionOptions options = options()) {
            if (device == Device.CUDA) {
                use(options, gpu);
            }
            OrtSession session = environment.createSession(file.toString(), options);
            try {
                return new OnnxSession(session, OnnxSignature.of(session, name, binding), binding, device);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        }
    }

    @Override
    public void close() {
        try {
            OnnxLibrary.call(() -> {
                session.close();
                return session;
            });
        } catch (OrtException e) {
            throw new IllegalStateException("an open session can be closed", e);
        }
    }

    /** Fails rather than fall back to the processor, whose last bits are others. */
    private static void use(SessionOptions options, int gpu) {
        try {
            if (!supports(Device.CUDA)) {
                throw new OrtException("this build's ONNX Runtime has no CUDA; build with -Pgpu");
            }
            OnnxLibrary.unpackCuda();
            options.addCUDA(gpu);
        } catch (OrtException e) {
            throw new OnsetException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "GPU " + gpu + " of this machine cannot be used: " + e.getMessage() + "; nothing was computed",
                    e);
        }
    }

    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
