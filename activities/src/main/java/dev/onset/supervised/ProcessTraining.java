package dev.onset.supervised;

import dev.onset.checkpoint.CheckpointFormat;
import dev.onset.checkpoint.Npy;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.trainer.ForeignNetworks;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * A training that another process does, seen as one that is taken up and left.
 *
 * <h2>Who waits for whom</h2>
 *
 * <p>The process never waits: it trains on, renames what it has finished into place, and answers orders between two steps. So it
 * may be ahead. {@link #step} is not where it is but the last step that was handed over, and {@link #advance} only looks: it
 * returns when the next checkpoint is there, or soon. A checkpoint or state that is asked for comes at whatever step the process
 * finds itself, but never past a checkpoint of the schedule that has not been handed over.
 *
 * <h2>What a death leaves</h2>
 *
 * <p>A process that dies, or shows no progress for too long and is killed, is started again from the newest state that it had
 * finished, durable or not. One that dies twice without having come further will not come further, and fails for good. All it had
 * written lies in this attempt's scratch folder and goes with it; what is durable is the caller's.
 */
final class ProcessTraining implements ResumableTraining {
    static final String STATE = "state";

    private static final long LOOK_MILLIS = 50;
    private static final long TURN_MILLIS = 100;

    /**
     * What is trained.
     *
     * @param run its name within the study
     * @param places of its files by role
     * @param anyForm whether networks may have another form than ONNX, since a program of the study's opens them
     * @param data what networks must take and tell apart
     */
    record Job(
            StudyDocument study,
            String run,
            TrainerSpec.Process spec,
            SortedMap<String, String> places,
            RunPoint point,
            Examples examples,
            boolean anyForm,
            DataSpec data) {}

    /**
     * The training examples as the study says: split, scaled, made noisy.
     *
     * @param shape of one
     */
    record Examples(List<Integer> shape, Split split) {
        void write(Path folder) throws IOException {
            int[] labels = split.trainLabels();
            int[] all = IntStream.concat(
                            IntStream.of(labels.length), shape.stream().mapToInt(side -> side))
                    .toArray();
            Npy.write(folder.resolve("train_inputs.npy"), split.trainRows(), all);
            Npy.write(
                    folder.resolve("train_labels.npy"),
                    Arrays.stream(labels).asLongStream().toArray(),
                    labels.length);
        }
    }

    private final Job job;
    private final Path folder;
    private final Deliveries deliveries;
    private final Supervision supervision;
    private final KeptLog kept;
    private long step;
    /** Whether the checkpoint of {@link #step} itself is still to be handed over. */
    private boolean due;

    private Supervision.Origin origin = Supervision.Origin.START;
    private boolean asked;

    private ProcessTraining(Job job, Path folder, KeptLog kept) throws IOException {
        this.job = job;
        this.kept = kept;
        this.folder = folder;
        this.deliveries = new Deliveries(Files.createDirectory(folder.resolve("finished")));
        this.supervision = new Supervision(job, folder, deliveries, this::again);
        this.due = job.point().schedule().contains(0L);
    }

    /** Lays the files out; nothing is started before it is first looked at. */
    static ProcessTraining open(Job job, StageContext context, Layout layout) throws IOException {
        Path folder = Files.createTempDirectory(context.scratch(), "process");
        boolean opened = false;
        try {
            Path files = Files.createDirectory(folder.resolve(Supervision.FILES));
            layout.lay(job.study(), context.blobs(), job.places(), files);
            job.examples().write(Files.createDirectory(folder.resolve(Supervision.DATA)));
            KeptLog kept = new KeptLog(context.store(), job.study().spec().study(), job.run());
            ProcessTraining training = new ProcessTraining(job, folder, kept);
            opened = true;
            return training;
        } finally {
            if (!opened) {
                Scratch.delete(folder); // a disk that is full must not stay so
            }
        }
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public boolean isRepeatable() {
        return job.spec().deterministic();
    }

    @Override
    public boolean needs(String part) {
        return StateParts.isPart(part);
    }

    @Override
    public void restore(Path checkpoint) throws IOException {
        asked = true; // what is committed was asked, or is older than the question
        supervision.end();
        deliveries.clear();
        Path state = Files.createTempDirectory(folder, "restored");
        StateParts.Restored restored = StateParts.read(checkpoint, state.resolve(STATE));
        step = restored.step();
        due = !restored.complete() && job.point().schedule().contains(step);
        // one that keeps no state begins anew, and is not asked again for what is committed
        origin = restored.hasFiles()
                ? new Supervision.Origin(step, Optional.of(state.resolve(STATE)))
                : Supervision.Origin.START;
    }

    private void begin() throws IOException {
        if (!supervision.isBegun()) {
            supervision.begin(origin, wanted());
        }
    }

    /** Starts it again from the newest state that it had finished. */
    private void again(Optional<Map.Entry<Long, Path>> newest) throws IOException {
        Supervision.Origin from = newest.map(state -> new Supervision.Origin(
                        state.getKey(), Optional.of(state.getValue().resolve(STATE))))
                .orElse(origin);
        supervision.begin(
                from,
                wanted().stream()
                        .filter(scheduled -> scheduled > from.step() || !deliveries.hasCheckpoint(scheduled))
                        .toList());
    }

    /** The steps of the schedule that are still to be handed over. */
    private List<Long> wanted() {
        return job.point().schedule().stream()
                .filter(scheduled -> scheduled > step || due && scheduled == step)
                .toList();
    }

    @Override
    public boolean isReached(long wanted) {
        return wanted <= step || next().filter(at -> at.getKey() <= wanted).isPresent();
    }

    /** The next checkpoint of the schedule, once it is finished. */
    private Optional<Map.Entry<Long, Path>> next() {
        return wanted().stream()
                .findFirst()
                .flatMap(first -> deliveries
                        .next(first, true)
                        .filter(found -> found.getKey().equals(first)));
    }

    @Override
    public void advance(long to, LongConsumer each) {
        long until = System.nanoTime() + TURN_MILLIS * 1_000_000;
        watch(() -> System.nanoTime() > until || next().isPresent(), each);
        next().ifPresent(found -> {
            step = found.getKey();
            due = true;
            each.accept(step);
        });
    }

    /** Looks after the process until something has come about. */
    private void watch(BooleanSupplier done, LongConsumer each) {
        try {
            begin();
            while (true) {
                supervision.look(wanted(), each);
                kept.now(supervision.log());
                if (done.getAsBoolean()) {
                    return;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OnsetException(
                    ErrorCode.STALLED, "the supervision of a training was interrupted; what is committed stays", e);
        }
    }

    @Override
    public Map<String, Path> write(Path target) throws IOException {
        if (!due) {
            order("commit");
            await("commit", () -> deliveries.next(step, false).isPresent());
            step = deliveries.next(step, false).orElseThrow().getKey();
        } else if (!deliveries.hasCheckpoint(step)) {
            watch(() -> deliveries.hasCheckpoint(step), taken -> {});
        }
        due = false;
        Path checkpoint = deliveries.next(step, true).orElseThrow().getValue();
        SortedMap<String, Path> parts = StateParts.write(step, true, checkpoint.resolve(STATE), target);
        NetworkParts network = new NetworkParts(checkpoint, job.anyForm());
        network.problem().ifPresent(problem -> {
            throw torn(problem);
        });
        requireFits(checkpoint.resolve(CheckpointFormat.MODEL));
        parts.putAll(network.write(target));
        deliveries.dropBefore(step);
        return parts;
    }

    /** A run's first network is asked about the data: what cannot be observed is not worth training on. */
    private void requireFits(Path onnx) {
        if (job.anyForm() || asked) {
            return;
        }
        try {
            ForeignNetworks.require(
                    onnx,
                    "that " + job.run() + " writes at step " + step,
                    ForeignNetworks.binding(job.spec(), job.data()),
                    job.examples().split());
        } catch (OnsetException e) {
            if (e.code() != ErrorCode.MODEL_INVALID) {
                throw e;
            }
            throw new OnsetException(
                    e.code(),
                    e.getMessage()
                            + "; it is what trainer.command writes for data.shape "
                            + job.data().shape() + " and data.classes "
                            + job.data().classes() + "; it is not committed",
                    e);
        }
        asked = true;
    }

    private OnsetException torn(String problem) {
        return supervision.failed("its checkpoint step-" + step + " " + problem
                + "; a checkpoint is written under another name and renamed once all its files are closed");
    }

    @Override
    public Map<String, Path> writeState(Path target) throws IOException {
        if (state().isEmpty()) {
            order("save");
            await("save", () -> state().isPresent() || next().isPresent());
        }
        // where the next checkpoint of the schedule came first, its state is as good
        Map.Entry<Long, Path> found = state().or(this::next).orElseThrow();
        step = found.getKey();
        due = job.point().schedule().contains(step);
        SortedMap<String, Path> parts =
                StateParts.write(step, false, found.getValue().resolve(STATE), target);
        deliveries.dropBefore(step);
        return parts;
    }

    /** A state that lies before the next checkpoint. */
    private Optional<Map.Entry<Long, Path>> state() {
        long before = next().map(Map.Entry::getKey).orElse(Long.MAX_VALUE);
        return deliveries.newestState(step, before);
    }

    private void order(String order) throws IOException {
        begin();
        supervision.order(order);
    }

    private void await(String order, BooleanSupplier answered) {
        long until = System.nanoTime() + job.spec().stallSeconds() * 1_000_000_000L;
        watch(() -> answered.getAsBoolean() || System.nanoTime() > until, taken -> {});
        if (!answered.getAsBoolean()) {
            throw new OnsetException(
                    ErrorCode.STALLED,
                    "the training did not answer the order '" + order + "' within trainer.stallSeconds, "
                            + job.spec().stallSeconds()
                            + " s; it must look at its standard input between two steps");
        }
    }

    @Override
    public void close() {
        supervision.end();
        if (!supervision.log().isEmpty()) {
            kept.last(supervision.log());
        }
        Scratch.delete(folder);
    }
}
