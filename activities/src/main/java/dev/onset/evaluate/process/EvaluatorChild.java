package dev.onset.evaluate.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.process.ChildProcess;
import dev.onset.process.ProcessLog;
import dev.onset.pulse.Pulse;
import dev.onset.store.CanonicalJson;
import dev.onset.store.LocalFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An evaluator that runs. It answers one request after the other, whoever asks; one that does not answer in time, ends, writes
 * what is no answer, or whose answer is wanted no longer, is killed with everything it has started, and never asked again. Safe for
 * several threads.
 */
final class EvaluatorChild implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluatorChild.class);
    private static final long LOOK_MILLIS = 50;
    private static final int BUFFER = 1 << 16;
    private static final int QUOTED = 200;

    private final EvaluatorCommand command;
    private final Path folder;
    private final ChildProcess process;
    private final ProcessLog log;
    private final UnaryOperator<String> mask;
    private final InputStream in;
    private final OutputStream out;
    private final ExecutorService talker;
    private final ReentrantLock turn = new ReentrantLock();
    private final Hello hello;
    private int requests;
    private int models;
    private int users;
    private volatile long lastSign = System.nanoTime();
    private volatile boolean over;

    /**
     * Takes over a process that was started; waits for its first word.
     *
     * @param folder its working directory, removed when it has ended
     * @param log of what it says
     * @param mask hides secrets
     * @param start how long its first word may take at least
     * @throws OnsetException EVALUATOR_FAILED or EVALUATOR_INVALID where it does not come
     */
    EvaluatorChild(
            EvaluatorCommand command,
            Path folder,
            ChildProcess process,
            ProcessLog log,
            UnaryOperator<String> mask,
            Duration start) {
        this.log = log;
        this.mask = mask;
        this.command = command;
        this.folder = folder;
        this.process = process;
        this.in = new BufferedInputStream(process.output(), BUFFER);
        this.out = new BufferedOutputStream(process.input(), BUFFER);
        this.talker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "evaluator-" + process.pid());
            thread.setDaemon(true);
            return thread;
        });
        try {
            this.hello = hello(await(talker.submit(this::answer), start.compareTo(limit()) > 0 ? start : limit()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What it said of itself. */
    Hello hello() {
        return hello;
    }

    String name() {
        return command.name();
    }

    /** Whether it can be asked. */
    boolean isOpen() {
        return !over && process.isAlive();
    }

    /**
     * Begins a use of it, which keeps it from ending for idleness.
     *
     * @throws OnsetException EVALUATOR_FAILED where it has just ended
     */
    synchronized void use() {
        if (!isOpen()) {
            throw failed(process.ending(), null);
        }
        users++;
    }

    /** Ends a use. */
    synchronized void leave() {
        users--;
        lastSign = System.nanoTime();
    }

    /** Lets it be asked no more, where nobody has used it for so long; whether that is so. */
    synchronized boolean retire(Duration idle) {
        if (users == 0 && !turn.isLocked() && System.nanoTime() - lastSign > idle.toNanos()) {
            over = true;
        }
        return over;
    }

    /** A number for a model that is opened in it. */
    synchronized int nextModel() {
        return ++models;
    }

    private Hello hello(Frame frame) {
        try {
            return CanonicalJson.parse(expected(frame, Frame.Type.HELLO, 0).payload(), Hello.class);
        } catch (JsonProcessingException | FieldException e) {
            throw garbled("introduces itself by " + shown(frame) + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"));
        } catch (IOException e) {
            throw garbled("introduces itself by " + shown(frame));
        }
    }

    /** What a frame holds, for messages. */
    String shown(Frame frame) {
        return quoted(frame.text());
    }

    private String masked(String text) {
        return mask.apply(text).replaceAll("\\p{Cntrl}", " ");
    }

    /** Secrets are hidden before the text is cut: half of one is no longer known for what it is. */
    private String quoted(String text) {
        String masked = masked(text).replaceAll("[\\p{C}\uFFFD]", "?");
        return "'" + (masked.length() <= QUOTED ? masked : masked.substring(0, QUOTED) + "..") + "'";
    }

    /**
     * Asks and waits for the answer.
     *
     * @param model that is asked about, for messages
     * @param wanted type of the answer
     * @throws OnsetException EVALUATOR_FAILED where there is none, EVALUATOR_INVALID where it is none; where the evaluator
     *     refuses, MODEL_INVALID if the network is to blame and EVALUATOR_FAILED otherwise
     * @throws RuntimeException of whoever watches the calling thread's work, where the answer is wanted no longer
     */
    Frame ask(String model, Frame.Type type, byte[] payload, Frame.Type wanted) {
        take();
        try {
            if (!isOpen()) {
                throw failed(process.ending(), null);
            }
            Frame request = new Frame(type, ++requests, payload);
            lastSign = System.nanoTime();
            Frame answer = await(
                    talker.submit(() -> {
                        request.write(out);
                        return answer();
                    }),
                    limit());
            return granted(model, expected(answer, wanted, request.number()));
        } finally {
            lastSign = System.nanoTime();
            turn.unlock();
        }
    }

    /** Waits for its turn; that of others is bounded, and their progress is this one's. */
    private void take() {
        try {
            while (!turn.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                Pulse.current().check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was asked by a thread that is wanted no longer", e);
        }
    }

    /** Anything but a sign of life. */
    private Frame answer() throws IOException {
        while (true) {
            Frame frame = Frame.read(in);
            lastSign = System.nanoTime();
            if (frame.type() != Frame.Type.ALIVE) {
                return frame;
            }
        }
    }

    private Duration limit() {
        return Duration.ofSeconds(command.spec().answerSeconds());
    }

    private Frame await(Future<Frame> answer, Duration limit) {
        boolean answered = false;
        try {
            while (true) {
                try {
                    Frame frame = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    answered = true;
                    return frame;
                } catch (TimeoutException e) {
                    Pulse.current().check();
                    if (System.nanoTime() - lastSign > limit.toNanos()) {
                        throw failed("did not answer for " + limit.toSeconds() + " s and was killed", e);
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Frame.Garbled garbled) {
                throw garbled(garbled.words(this::quoted));
            }
            throw failed(process.ending(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was asked by a thread that is wanted no longer", e);
        } finally {
            if (!answered) {
                over = true;
                process.kill();
            }
        }
    }

    private Frame expected(Frame frame, Frame.Type wanted, int number) {
        if (frame.number() != number || frame.type() != wanted && frame.type() != Frame.Type.REFUSED) {
            over = true;
            process.kill();
            throw garbled(
                    "answered request " + number + " by a frame " + frame.type() + " to request " + frame.number());
        }
        return frame;
    }

    /** Why it does not do what it is asked to. */
    private record Refusal(boolean model, String message) {}

    private Frame granted(String model, Frame answer) {
        if (answer.type() != Frame.Type.REFUSED) {
            return answer;
        }
        Refusal refusal;
        try {
            refusal = CanonicalJson.parse(answer.payload(), Refusal.class);
        } catch (IOException e) {
            throw garbled("refuses model " + model + " by " + shown(answer));
        }
        if (refusal.model()) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "model " + model + " cannot be opened by " + name() + ": " + masked(refusal.message())
                            + "; nothing was computed");
        }
        throw failed("failed on model " + model + ": " + refusal.message(), null);
    }

    /** What it does in words, with its last lines; secrets are hidden in both. */
    OnsetException garbled(String problem) {
        return EvaluatorFailures.invalid(name() + " " + masked(problem), log.lastLines());
    }

    OnsetException failed(String problem, @Nullable Throwable cause) {
        return EvaluatorFailures.failed(name() + " " + masked(problem), log.lastLines(), cause);
    }

    /** Ends it; closing twice is no error. */
    @Override
    public void close() {
        over = true;
        talker.shutdownNow();
        process.close();
        try {
            LocalFiles.deleteTree(folder);
        } catch (IOException e) {
            LOG.warn("the working directory of {} stays in scratch: {}", name(), e.getMessage());
        }
    }
}
