package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.ResumableTraining;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** A training whose state is a chain of digests: a step that is left out or taken twice shows. Counts what it costs. */
final class CountedTraining implements ResumableTraining {
    /** Told of every step before it is taken. */
    private final LongConsumer before;

    /** Decides what is learned, of a training that does not repeat itself; empty for one that does. */
    private final String chance;

    /** Whether it has always finished what comes next. */
    private final boolean ahead;

    private long step;
    private String state = Digest.sha256(new byte[0]);

    CountedTraining(LongConsumer before) {
        this(before, "", false);
    }

    CountedTraining(LongConsumer before, String chance, boolean ahead) {
        this.before = before;
        this.chance = chance;
        this.ahead = ahead;
    }

    @Override
    public boolean isRepeatable() {
        return chance.isEmpty();
    }

    @Override
    public boolean isReached(long wanted) {
        return ahead || wanted <= step;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void restore(Path checkpoint) throws IOException {
        List<String> read = Files.readAllLines(checkpoint.resolve("state"));
        if (read.size() != 2) {
            throw new OnsetException(ErrorCode.STORE_CORRUPT, "no state");
        }
        step = Long.parseLong(read.get(0));
        state = read.get(1);
    }

    @Override
    public void advance(long to, LongConsumer each) {
        while (step < to) {
            before.accept(step + 1);
            step++;
            state = Digest.ofJson(chance.isEmpty() ? List.of(step, state) : List.of(step, state, chance));
            each.accept(step);
        }
    }

    @Override
    public Map<String, Path> write(Path folder) throws IOException {
        return Map.of(
                "state", state(folder),
                "model", Files.writeString(folder.resolve("model"), "model of " + state));
    }

    @Override
    public Map<String, Path> writeState(Path folder) throws IOException {
        return Map.of("state", state(folder));
    }

    private Path state(Path folder) throws IOException {
        return Files.writeString(folder.resolve("state"), step + "\n" + state + "\n");
    }

    @Override
    public void close() {}
}
