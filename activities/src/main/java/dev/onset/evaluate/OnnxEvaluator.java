package dev.onset.evaluate;

import ai.onnxruntime.OrtException;
import dev.onset.contracts.Device;
import dev.onset.contracts.OnsetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A classifier in ONNX format on ONNX Runtime, one thread.
 *
 * <p>The model takes tensors of any rank whose first axis counts rows, filled as a {@link ModelBinding} says, and gives one
 * tensor [rows, classes] of logits or log-probabilities; or a single logit a row, which tells two classes apart.
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

    /** Values that whoever asks about rows may lay out at once: 64 MiB of them. */
    private static final int MOST_VALUES = 1 << 24;

    private final OnnxSession model;
    private final boolean owner;
    private final OnnxBatch batch;
    private boolean closed;

    private OnnxEvaluator(OnnxSession model, boolean owner) throws OrtException {
        this.model = model;
        this.owner = owner;
        this.batch = new OnnxBatch(
                OnnxLibrary.environment(), model, model.signature().fixedRows().orElse(BATCH));
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
        return OnnxSession.supports(device);
    }

    /**
     * Opens a model file on a device.
     *
     * @param gpu which GPU, where the device is one
     * @throws OnsetException {@code MODEL_INVALID} as above; {@code DEVICE_UNAVAILABLE} when the GPU cannot be used
     */
    public static OnnxEvaluator open(Path file, Device device, int gpu) {
        return open(file, String.valueOf(file.getFileName()), ModelBinding.PLAIN, device, gpu);
    }

    /**
     * Opens a model file that takes examples as a binding says.
     *
     * @param name as messages call it
     */
    public static OnnxEvaluator open(Path file, String name, ModelBinding binding, Device device, int gpu) {
        OnnxSession model = OnnxSession.open(file, name, binding, device, gpu);
        try {
            return new OnnxEvaluator(model, true);
        } catch (OrtException | RuntimeException e) {
            model.close();
            throw refused(model, e);
        }
    }

    /** An evaluator of a model that stays open when it is closed: what several threads share. */
    static OnnxEvaluator of(OnnxSession model) {
        try {
            return new OnnxEvaluator(model, false);
        } catch (OrtException e) {
            throw refused(model, e);
        }
    }

    private static RuntimeException refused(OnnxSession model, Exception e) {
        return e instanceof RuntimeException runtime
                ? runtime
                : model.signature().refused("cannot be given a batch: " + e.getMessage());
    }

    @Override
    public String device() {
        return model.device().name().toLowerCase(Locale.ROOT);
    }

    /** Name of the output that is read. */
    String output() {
        return model.signature().output();
    }

    @Override
    public int features() {
        return model.signature().features();
    }

    @Override
    public List<Integer> shape() {
        return model.signature().shape();
    }

    @Override
    public int classes() {
        return model.signature().classes();
    }

    /** Fewer where rows are long, as those of a feature map may be. */
    @Override
    public int batch() {
        return Math.max(batch.rows(), Math.min(USUAL_BATCH, MOST_VALUES / features()));
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
                    batch.run(model.session());
                    return batch;
                });
            } catch (OrtException e) {
                throw OnnxFailures.ofMachine(model.signature().model(), model.device(), e)
                        .orElseGet(() -> model.signature()
                                .refused("failed on a batch of " + batch.rows() + " rows: " + e.getMessage()));
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
                return batch;
            });
        } catch (OrtException e) {
            throw new IllegalStateException("an open batch can be closed", e);
        }
        if (owner) {
            model.close();
        }
    }

    private void requireFinite(float[] out, int first, int count) {
        int classes = classes();
        for (int i = first * classes; i < (first + count) * classes; i++) {
            if (!Float.isFinite(out[i])) {
                throw model.signature()
                        .refused("gives " + out[i] + " as logit " + i % classes + " of row " + i / classes
                                + "; expected finite logits; the rows asked about have no result");
            }
        }
    }
}
