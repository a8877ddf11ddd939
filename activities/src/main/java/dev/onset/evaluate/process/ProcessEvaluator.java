package dev.onset.evaluate.process;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.MaskedSample;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A network in an evaluator, asked by one thread. Masks travel as bits with one sample, and are expanded there: a batch of a
 * thousand masked images is some kilobytes on its way.
 */
final class ProcessEvaluator implements Evaluator {
    /** Of numbers in one frame. */
    private static final int MOST_BYTES = 1 << 26;

    private static final int FIELDS = 4 * Integer.BYTES;

    private final EvaluatorChild child;
    private final int model;
    private final String name;
    private final ProcessModel.Size size;
    private final FirstAnswers first;
    private boolean closed;

    ProcessEvaluator(EvaluatorChild child, int model, String name, ProcessModel.Size size, FirstAnswers first) {
        this.child = child;
        this.model = model;
        this.name = name;
        this.size = size;
        this.first = first;
    }

    @Override
    public int features() {
        return size.features();
    }

    /** A single output is the logit of class 1, with 0 for class 0. */
    @Override
    public int classes() {
        return Math.max(2, size.outputs());
    }

    @Override
    public String device() {
        return child.hello().device();
    }

    @Override
    public int batch() {
        return most(size.outputs());
    }

    /** Rows of one request, by numbers that go with each. */
    private int most(int numbers) {
        return Math.max(1, Math.min(child.hello().rows(), MOST_BYTES / (numbers * Float.BYTES)));
    }

    @Override
    public void logits(float[] rows, int count, float[] out) {
        requireRoom(count, rows.length / features(), out);
        int most = most(Math.max(features(), size.outputs()));
        for (int from = 0; from < count; from += most) {
            int at = from;
            answer(Math.min(most, count - from), out, from, here -> rows(rows, at, here));
        }
    }

    @Override
    public void masked(MaskedSample sample, long[] masks, int count, float[] out) {
        requireRoom(count, masks.length / Math.max(1, sample.words()), out);
        int most = batch();
        for (int from = 0; from < count; from += most) {
            int at = from;
            answer(Math.min(most, count - from), out, from, here -> masked(sample, masks, at, here));
        }
    }

    /** What is asked about some rows. */
    private interface Request {
        Asked of(int rows);
    }

    private record Asked(Frame.Type type, byte[] payload) {}

    private void answer(int count, float[] out, int row, Request request) {
        float[] outputs = ask(request.of(count), count, row);
        first.look(outputs, count, size.outputs(), some -> ask(request.of(some), some, row));
        if (size.outputs() == classes()) {
            System.arraycopy(outputs, 0, out, row * classes(), count * classes());
            return;
        }
        for (int i = 0; i < count; i++) {
            out[2 * (row + i)] = 0;
            out[2 * (row + i) + 1] = outputs[i];
        }
    }

    private Asked rows(float[] rows, int from, int count) {
        ByteBuffer request = Frame.buffer(FIELDS + count * features() * Float.BYTES);
        request.putInt(model).putInt(count).putInt(features()).putInt(0);
        request.asFloatBuffer().put(rows, from * features(), count * features());
        return new Asked(Frame.Type.ROWS, request.array());
    }

    /** Model, masks, features, players; sample, baseline, the player of each feature or -1; masks, in words of 32 bits. */
    private Asked masked(MaskedSample sample, long[] masks, int from, int count) {
        List<int[]> players = sample.players();
        int width = (players.size() + 31) / 32;
        int features = features();
        ByteBuffer request = Frame.buffer(FIELDS + 3 * features * Float.BYTES + count * width * Integer.BYTES);
        request.putInt(model).putInt(count).putInt(features).putInt(players.size());
        for (float value : sample.row()) {
            request.putFloat(value);
        }
        for (float value : sample.baseline()) {
            request.putFloat(value);
        }
        int[] owner = new int[features];
        Arrays.fill(owner, -1);
        for (int player = 0; player < players.size(); player++) {
            for (int feature : players.get(player)) {
                owner[feature] = player;
            }
        }
        request.asIntBuffer().put(owner);
        request.position(request.position() + features * Integer.BYTES);
        int words = sample.words();
        for (int i = 0; i < count; i++) {
            for (int w = 0; w < width; w++) {
                request.putInt((int) (masks[(from + i) * words + w / 2] >>> 32 * (w % 2)));
            }
        }
        return new Asked(Frame.Type.MASKED, request.array());
    }

    private float[] ask(Asked asked, int count, int row) {
        Frame answer = child.ask(name, asked.type(), asked.payload(), Frame.Type.OUTPUTS);
        ByteBuffer content = answer.content();
        int wanted = count * size.outputs();
        if (content.remaining() != (2 + wanted) * Float.BYTES
                || content.getInt() != count
                || content.getInt() != size.outputs()) {
            throw child.garbled("answers " + count + " rows of " + size.outputs() + " outputs by "
                    + answer.payload().length + " bytes that say otherwise");
        }
        float[] outputs = new float[wanted];
        content.asFloatBuffer().get(outputs);
        for (int i = 0; i < wanted; i++) {
            if (!Float.isFinite(outputs[i])) {
                throw new OnsetException(
                        ErrorCode.MODEL_INVALID,
                        "model " + name + " gives " + outputs[i] + " as output " + i % size.outputs() + " of row "
                                + (row + i / size.outputs())
                                + "; expected finite outputs; the rows asked about have no result");
            }
        }
        return outputs;
    }

    private void requireRoom(int count, int given, float[] out) {
        if (count < 0 || count > given || (long) count * classes() > out.length) {
            throw new IllegalArgumentException(count + " rows of " + features() + " features and " + classes()
                    + " classes do not fit " + given + " rows and an array of " + out.length);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            child.leave();
        }
    }
}
