package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.process.ChildEnvironment;
import dev.onset.process.ChildProcess;
import dev.onset.process.ProcessTree;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running command of the user's. Its standard input is the channel of orders, a line each; that it closes, since this process
 * was killed, tells it to exit. Its output goes to a log.
 */
final class Child implements AutoCloseable {
    private static final long GRACE_MILLIS = 5_000;
    private static final int LOG_MILLIS = 2_000;

    private final Process process;
    private final ProcessTree tree;
    private final ProcessLog log;
    private final Thread follower;

    private Child(Process process, ProcessLog log) {
        this.process = process;
        this.tree = new ProcessTree(process);
        this.log = log;
        this.follower = log.follow(process.getInputStream());
    }

    /** What it sees of an environment, and what the study sets. */
    static ChildEnvironment environment(TrainerSpec.Process spec, Map<String, String> own) {
        Map<String, String> set = new HashMap<>();
        // whatever is written is in the log at once, should the process be killed
        set.put("PYTHONUNBUFFERED", "1");
        set.putAll(spec.environment());
        return ChildEnvironment.of(own, spec.passEnvironment(), set);
    }

    /**
     * Starts it.
     *
     * @param folder where its files lie, in which it is started
     * @param variables besides what it sees of this process' environment
     * @throws OnsetException TRAINER_UNUSABLE where there is no such command here
     */
    static Child start(
            TrainerSpec.Process spec,
            ChildEnvironment environment,
            Path folder,
            Map<String, String> variables,
            ProcessLog log) {
        ProcessBuilder builder =
                ChildProcess.builder(spec.command(), folder, environment).redirectErrorStream(true);
        builder.environment().putAll(variables);
        try {
            return new Child(builder.start(), log);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.TRAINER_UNUSABLE,
                    "trainer.command " + spec.command().get(0) + " cannot be started here: " + e.getMessage()
                            + "; nothing was trained",
                    e);
        }
    }

    boolean isAlive() {
        tree.look();
        return process.isAlive();
    }

    /** Its exit status, once it has ended; what it wrote is in the log then. */
    int exit() {
        try {
            follower.join(LOG_MILLIS); // what it started may hold its output open
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return process.isAlive() ? -1 : process.exitValue();
        }
    }

    /** Waits for its end; false when it goes on. */
    boolean ends(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Gives an order; one that has ended hears none, which its end shows. */
    void order(String order) {
        try {
            OutputStream orders = process.getOutputStream();
            orders.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
            orders.flush();
        } catch (IOException e) {
            log.line("[onset] order " + order + " was not heard: " + e.getMessage());
        }
    }

    /** Ends it with everything it started. */
    @Override
    public void close() {
        tree.end(GRACE_MILLIS);
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.line("[onset] " + e.getMessage());
        }
    }
}
