package dev.onset.evaluate;

import dev.onset.pulse.Pulse;
import java.util.List;

/** An evaluator that goes back when it is closed, once. */
final class BorrowedEvaluator implements Evaluator {
    private final Evaluator evaluator;
    private final Runnable giveBack;
    private boolean closed;

    BorrowedEvaluator(Evaluator evaluator, Runnable giveBack) {
        this.evaluator = evaluator;
        this.giveBack = giveBack;
    }

    @Override
    public int features() {
        return evaluator.features();
    }

    @Override
    public List<Integer> shape() {
        return evaluator.shape();
    }

    @Override
    public int classes() {
        return evaluator.classes();
    }

    @Override
    public String device() {
        return evaluator.device();
    }

    @Override
    public int batch() {
        return evaluator.batch();
    }

    @Override
    public void logits(float[] rows, int count, float[] out) {
        evaluator.logits(rows, count, out);
        Pulse.current().tick();
    }

    @Override
    public void masked(MaskedSample sample, long[] masks, int count, float[] out) {
        evaluator.masked(sample, masks, count, out);
        Pulse.current().tick();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            evaluator.close();
            giveBack.run();
        }
    }
}
