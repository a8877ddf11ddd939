package dev.onset.evaluate;

import java.util.List;

/** Tells how many rows a network was asked about and how long it took; the logits are the delegate's own. */
public final class MeteredEvaluator implements Evaluator {
    /** Told after every call. */
    public interface Listener {
        void evaluated(String device, int rows, long nanos);
    }

    private final Evaluator delegate;
    private final Listener listener;

    public MeteredEvaluator(Evaluator delegate, Listener listener) {
        this.delegate = delegate;
        this.listener = listener;
    }

    @Override
    public int features() {
        return delegate.features();
    }

    @Override
    public List<Integer> shape() {
        return delegate.shape();
    }

    @Override
    public int classes() {
        return delegate.classes();
    }

    @Override
    public String device() {
        return delegate.device();
    }

    @Override
    public int batch() {
        return delegate.batch();
    }

    @Override
    public void logits(float[] rows, int count, float[] out) {
        long began = System.nanoTime();
        delegate.logits(rows, count, out);
        listener.evaluated(delegate.device(), count, System.nanoTime() - began);
    }

    @Override
    public void masked(MaskedSample sample, long[] masks, int count, float[] out) {
        long began = System.nanoTime();
        delegate.masked(sample, masks, count, out);
        listener.evaluated(delegate.device(), count, System.nanoTime() - began);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
