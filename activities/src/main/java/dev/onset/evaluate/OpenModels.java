package dev.onset.evaluate;

import dev.onset.contracts.Device;
import dev.onset.pulse.Pulse;
import dev.onset.pulse.SharedWork;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Networks that are open for evaluation, so that all shards of a checkpoint fetch and open its model once. A model stays open
 * for as long as somebody borrows it, and after that until others have taken its place. Safe for several threads.
 *
 * <p>A crash leaves the fetched file in the scratch folder, as it leaves any other.
 */
public final class OpenModels implements AutoCloseable {
    /** Models kept open though nobody uses them: those of the checkpoints whose shards are on their way. */
    private static final int KEPT = 2;

    private final BlobStore blobs;
    private final Path scratch;
    private final int gpu;
    private final Map<String, Opened> opened = new LinkedHashMap<>();

    /** @param gpu which of this machine's GPUs is computed on, where a study asks for one */
    public OpenModels(BlobStore blobs, Path scratch, int gpu) {
        this.blobs = blobs;
        this.scratch = scratch;
        this.gpu = gpu;
    }

    /** Which of this machine's GPUs is computed on, where a study asks for one. */
    public int gpu() {
        return gpu;
    }

    /** A model being opened or open. */
    private static final class Opened {
        private final SharedWork opening = new SharedWork();
        private int borrowers;
        private @Nullable OnnxSession model;

        private Opened() {}
    }

    /**
     * Borrows an evaluator of a model; closing it gives it back.
     *
     * @throws dev.onset.contracts.OnsetException as {@link BlobStore#fetch} and {@link OnnxEvaluator#open} do
     */
    public Evaluator borrow(BlobRef model, Device device) {
        String key = model.sha256() + "/" + device;
        Opened entry;
        synchronized (opened) {
            entry = opened.computeIfAbsent(key, unknown -> new Opened());
            entry.borrowers++;
        }
        try {
            return entry.opening.run(() -> {
                OnnxSession known = entry.model == null ? open(model, device) : entry.model;
                entry.model = known;
                return new Borrowed(OnnxEvaluator.of(known), () -> giveBack(key, entry));
            });
        } catch (IOException e) {
            giveBack(key, entry);
            throw LocalFiles.scratchFailure("a file under " + scratch, scratch.resolve("any"), e);
        } catch (RuntimeException e) {
            giveBack(key, entry);
            throw e;
        }
    }

    private OnnxSession open(BlobRef model, Device device) throws IOException {
        Files.createDirectories(scratch);
        Path file = Files.createTempFile(scratch, "model", ".onnx");
        try {
            blobs.fetch(model, file);
            return OnnxSession.open(file, "model.onnx", device, gpu);
        } finally {
            LocalFiles.deleteQuietly(file);
        }
    }

    private void giveBack(String key, Opened entry) {
        synchronized (opened) {
            entry.borrowers--;
            opened.remove(key, entry);
            if (entry.model == null) {
                return;
            }
            if (opened.putIfAbsent(key, entry) != null) { // the most recent one is last
                closeIdle(entry); // it failed to open for somebody else, who opened it anew
            }
            int idle = (int) opened.values().stream()
                    .filter(known -> known.borrowers == 0)
                    .count();
            Iterator<Opened> all = opened.values().iterator();
            while (idle > KEPT) {
                Opened oldest = all.next();
                if (oldest.borrowers == 0) {
                    all.remove();
                    closeIdle(oldest);
                    idle--;
                }
            }
        }
    }

    /** Closes what nobody uses. */
    @Override
    public void close() {
        synchronized (opened) {
            opened.values().removeIf(entry -> {
                closeIdle(entry);
                return entry.borrowers == 0;
            });
        }
    }

    private static void closeIdle(Opened entry) {
        if (entry.borrowers == 0 && entry.model != null) {
            entry.model.close();
        }
    }

    /** An evaluator that goes back when it is closed, once. */
    private static final class Borrowed implements Evaluator {
        private final Evaluator evaluator;
        private final Runnable giveBack;
        private boolean closed;

        Borrowed(Evaluator evaluator, Runnable giveBack) {
            this.evaluator = evaluator;
            this.giveBack = giveBack;
        }

        @Override
        public int features() {
            return evaluator.features();
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
        public void logits(float[] rows, int count, float[] out) {
            evaluator.logits(rows, count, out);
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
}
