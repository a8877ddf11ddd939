package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.process.ChildEnvironment;
import dev.onset.process.ChildProcess;
import dev.onset.process.ProcessLog;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Starts the command of a training; its standard input is the channel of orders. */
final class TrainerChild {
    private TrainerChild() {}

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
     * @param variables of the contract, besides
     * @throws OnsetException TRAINER_UNUSABLE where there is no such command here
     */
    static ChildProcess start(
            TrainerSpec.Process spec,
            ChildEnvironment environment,
            Path folder,
            Map<String, String> variables,
            ProcessLog log) {
        try {
            return ChildProcess.talking(spec.command(), folder, environment.with(variables), log);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.TRAINER_UNUSABLE,
                    "trainer.command " + spec.command().get(0) + " cannot be started here: " + e.getMessage()
                            + "; nothing was trained",
                    e);
        }
    }
}
