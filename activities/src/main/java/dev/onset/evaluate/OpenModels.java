package dev.onset.evaluate;

import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.pulse.SharedWork;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Networks that are open for evaluation, so that all shards of a checkpoint fetch and open its model once. A model stays open
 * for as long as somebody borrows it, and after that until others have taken its place. Safe for several threads; a model that
 * takes its time to close keeps none of them waiting but the one that closes it.
 *
 * <p>A crash leaves the fetched file in the scratch folder, as it leaves any other.
 */
public final class OpenModels implements AutoCloseable {
    /** Models kept open though nobody uses them: those of the checkpoints whose shards are on their way. */
    private static final int KEPT = 2;

    private static final String NAME = "model.onnx";

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
        private @Nullable Model model;

        private Opened() {}
    }

    /** A model that is open, for as many evaluators as are wanted of it. */
    public interface Model extends AutoCloseable {
        /** An evaluator for one thread; the model stays open when it is closed. */
        Evaluator evaluator();

        /** Whether it can still be asked; one that cannot is opened anew for the next who borrows it. */
        default boolean isOpen() {
            return true;
        }

        /** What fails here concerns nobody who borrows another model: where closing may fail, it is told to the log. */
        @Override
        void close();
    }

    /** Opens a model. */
    public interface Opening {
        /** @param folder empty, for the model's files; it is removed once the model is open */
        Model open(Path folder) throws IOException;
    }

    /**
     * Borrows an evaluator of an ONNX model; closing it gives it back.
     *
     * @param binding how examples go into it
     * @throws OnsetException as {@link BlobStore#fetch} and {@link OnnxEvaluator#open} do
     */
    public Evaluator borrow(ModelFiles model, ModelBinding binding, Device device) {
        return borrow(
                Digest.ofJson(List.of(model, binding, device)),
                folder -> shared(OnnxSession.open(fetch(model, blobs, folder), NAME, binding, device, gpu)));
    }

    /**
     * Borrows evaluators of both halves of an ONNX model; closing them gives them back.
     *
     * @param cut where it is split
     * @throws OnsetException as {@link #borrow(ModelFiles, ModelBinding, Device)} and {@link OnnxSplit} do
     */
    public SplitNetwork borrow(ModelFiles model, ModelBinding binding, Device device, Cut cut) {
        Evaluator before = borrow(
                Digest.ofJson(List.of(model, binding, device, cut, "before")),
                folder -> shared(split(model, binding, cut, folder).before(device, gpu)));
        try {
            Evaluator after = borrow(
                    Digest.ofJson(List.of(model, binding, device, cut, "after")),
                    folder -> shared(split(model, binding, cut, folder).after(device, gpu)));
            return new SplitNetwork(Optional.of(before), after);
        } catch (RuntimeException e) {
            before.close();
            throw e;
        }
    }

    private OnnxSplit split(ModelFiles model, ModelBinding binding, Cut cut, Path folder) throws IOException {
        return OnnxSplit.of(fetch(model, blobs, folder), NAME, binding, cut, folder);
    }

    private static Model shared(OnnxSession session) {
        return new Model() {
            @Override
            public Evaluator evaluator() {
                return OnnxEvaluator.of(session);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    /**
     * Borrows an evaluator of any model; closing it gives it back.
     *
     * @param key says which; all that borrow under one key share what was opened first
     */
    public Evaluator borrow(String key, Opening opening) {
        Opened entry;
        synchronized (opened) {
            entry = opened.computeIfAbsent(key, unknown -> new Opened());
            entry.borrowers++;
        }
        try {
            return entry.opening.run(() -> {
                Model known = entry.model;
                if (known == null || !known.isOpen()) {
                    if (known != null) {
                        known.close();
                    }
                    known = open(opening);
                    entry.model = known;
                }
                return new BorrowedEvaluator(known.evaluator(), () -> giveBack(key, entry));
            });
        } catch (IOException e) {
            giveBack(key, entry);
            throw LocalFiles.scratchFailure("a file under " + scratch, scratch.resolve("any"), e);
        } catch (RuntimeException e) {
            giveBack(key, entry);
            throw e;
        }
    }

    private Model open(Opening opening) throws IOException {
        Files.createDirectories(scratch);
        Path folder = Files.createTempDirectory(scratch, "model");
        try {
            return opening.open(folder);
        } finally {
            LocalFiles.deleteTree(folder);
        }
    }

    /** Puts a model's files into a folder under the names that they call each other by; returns the model. */
    public static Path fetch(ModelFiles model, BlobStore blobs, Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        blobs.fetch(model.model(), file);
        List<String> locations = OnnxModel.external(file);
        if (locations.size() != model.external().size()) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    "a model names " + locations.size() + " files of weights, and "
                            + model.external().size() + " were committed with it; nothing was computed");
        }
        for (int i = 0; i < locations.size(); i++) {
            Path weights = folder.resolve(locations.get(i));
            Files.createDirectories(weights.resolveSibling(""));
            blobs.fetch(model.external().get(i), weights);
        }
        return file;
    }

    private void giveBack(String key, Opened entry) {
        closeAll(leaving(key, entry));
    }

    /** Takes a borrower away; returns what nobody will find any more. */
    private List<Model> leaving(String key, Opened entry) {
        List<Model> leaving = new ArrayList<>();
        synchronized (opened) {
            entry.borrowers--;
            opened.remove(key, entry);
            if (entry.model == null) {
                return leaving;
            }
            if (opened.putIfAbsent(key, entry) != null) { // the most recent one is last
                leaveIdle(entry, leaving); // it failed to open for somebody else, who opened it anew
            }
            int idle = (int) opened.values().stream()
                    .filter(known -> known.borrowers == 0)
                    .count();
            Iterator<Opened> all = opened.values().iterator();
            while (idle > KEPT) {
                Opened oldest = all.next();
                if (oldest.borrowers == 0) {
                    all.remove();
                    leaveIdle(oldest, leaving);
                    idle--;
                }
            }
        }
        return leaving;
    }

    /** Closes what nobody uses. */
    @Override
    public void close() {
        List<Model> leaving = new ArrayList<>();
        synchronized (opened) {
            opened.values().removeIf(entry -> {
                leaveIdle(entry, leaving);
                return entry.borrowers == 0;
            });
        }
        closeAll(leaving);
    }

    private static void leaveIdle(Opened entry, List<Model> leaving) {
        if (entry.borrowers == 0 && entry.model != null) {
            leaving.add(entry.model);
        }
    }

    /** Under no lock: an evaluator in another process may take long to answer. */
    private static void closeAll(List<Model> leaving) {
        leaving.forEach(Model::close);
    }
}
