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
import java.util.Locale;

/**
 * A classifier in ONNX format on ONNX Runtime, one thread.
 *
 * <p>The model takes one float tensor [rows, features] or [rows, channels, height, width] and gives one float tensor [rows,
 * classes] of logits, with only the number of rows free.
 *
 * <h2>Why the bits do not depend on the batch</h2>
 *
 * <p>The library chooses kernels by shape and promises nothing about the order in which they sum. So the model only ever
 * sees batches of one shape, {@value #BATCH} rows, the last one filled up with zeros. (A model whose file fixes the number
 * of rows is run with that.) That a row's result does not depend on its place within the batch either is not promised but
 * tested. On the processors tried, ONNX Runtime 1.28 gave dense and convolutional networks the same bits in batches of every
 * size from 1 to 1024, so the filling costs time for what another processor or provider may need.
 *
 * <p>Buffers and tensors are allocated once; a call allocates only what the library's own interface does.
 */
public final class OnnxEvaluator implements Evaluator {
    /** Rows the model sees at once. Part of the numeric profile: another number may give other last bits. */
    static final int BATCH = 256;

    private final OrtSession session;
    private final Device device;
    private final OnnxSignature signature;
    private final OnnxBatch batch;
    private boolean closed;

    private OnnxEvaluator(OrtEnvironment environment, OrtSession session, Device device, String name)
            throws OrtException {
        this.session = session;
        this.device = device;
        this.signature = OnnxSignature.of(session, name);
        this.batch = new OnnxBatch(environment, signature, signature.fixedRows().orElse(BATCH));
    }

    /**
     * Opens a model file.
     *
     * @throws OnsetException {@code MODEL_INVALID} when it cannot be read or has another form, naming file, form found and
     *     form expected
     */
    public static OnnxEvaluator open(Path model) {
        return open(model, Device.CPU, 0);
    }

    /** Whether this build can compute on the device at all; whether the machine can is known when a model is opened. */
    public static boolean supports(Device device) {
        if (device == Device.CPU) {
            return true;
        }
        OnnxLibrary.environment();
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * Opens a model file on a device.
     *
     * @param gpu which GPU, where the device is one
     * @throws OnsetException {@code MODEL_INVALID} as above; {@code DEVICE_UNAVAILABLE} when the GPU cannot be used
     */
    public static OnnxEvaluator open(Path model, Device device, int gpu) {
        String name = String.valueOf(model.getFileName());
        OrtEnvironment environment = OnnxLibrary.environment();
        try {
            return OnnxLibrary.call(() -> open(environment, model, device, gpu, name));
        } catch (OrtException e) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "model " + name + " cannot be opened: " + e.getMessage()
                            + "; expected an ONNX file that ONNX Runtime can run; nothing was computed",
                    e);
        }
    }

    private static OnnxEvaluator open(OrtEnvironment environment, Path model, Device device, int gpu, String name)
            throws OrtException {
        try (SessionOptions options = options()) {
            if (device == Device.CUDA) {
                use(options, gpu);
            }
            OrtSession session = environment.createSession(model.toString(), options);
            try {
                return new OnnxEvaluator(environment, session, device, name);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        }
    }

    @Override
    public String device() {
        return device.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int features() {
        return signature.features();
    }

    @Override
    public int classes() {
        return signature.classes();
    }

    /** Name of the output that is read. */
    String output() {
        return signature.output();
    }

    @Override
    public void logits(float[] rows, int count, float[] out) {
        int features = features();
        int classes = classes();
        if (count < 0 || (long) count * features > rows.length || (long) count * classes > out.length) {
            throw new IllegalArgumentException(count + " rows of " + features + " features and " + classes
                    + " classes do not fit arrays of " + rows.length + " and " + out.length);
        }
        for (int first = 0; first < count; first += batch.rows()) {
            int here = Math.min(batch.rows(), count - first);
            batch.fill(rows, first * features, here);
            try {
                OnnxLibrary.call(() -> {
                    batch.run(session);
                    return batch;
                });
            } catch (OrtException e) {
                throw signature.refused("failed on a batch of " + batch.rows() + " rows: " + e.getMessage());
            }
            batch.take(out, first * classes, here);
            requireFinite(out, first, here);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            OnnxLibrary.call(() -> {
                batch.close();
                session.close();
                return batch;
            });
        } catch (OrtException e) {
            throw new IllegalStateException("an open session can be closed", e);
        }
    }

    private void requireFinite(float[] out, int first, int count) {
        int classes = classes();
        for (int i = first * classes; i < (first + count) * classes; i++) {
            if (!Float.isFinite(out[i])) {
                throw signature.refused("gives " + out[i] + " as logit " + i % classes + " of row " + i / classes
                        + "; expected finite logits; the rows asked about have no result");
            }
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
