package dev.onset.threesteps;

import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.store.CanonicalJson;
import dev.onset.store.CrashPoints;
import dev.onset.store.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/** Adds the step to a number, step by step. */
record SumTrainer(int start) implements Trainer {
    static final String STATE = "state.json";

    /** A checkpoint. */
    record State(long step, double value) {
        static State read(Path folder) throws IOException {
            return CanonicalJson.parse(Files.readAllBytes(folder.resolve(STATE)), State.class);
        }
    }

    @Override
    public int segmentSeconds() {
        return 60;
    }

    @Override
    public Profile profile(StageContext context) {
        return StepsProfile.current();
    }

    @Override
    public Fingerprint trajectory(RunPoint point, String profile) {
        return Fingerprint.of("train", "1", Map.of("start", start), Map.of(), profile);
    }

    @Override
    public ResumableTraining open(StageContext context, RunPoint point) {
        return new Training(start);
    }

    @Override
    public Cost cost(RunPoint point) {
        return new Cost(100, 1);
    }

    private static final class Training implements ResumableTraining {
        private State state;

        Training(int start) {
            state = new State(0, start);
        }

        @Override
        public long step() {
            return state.step();
        }

        @Override
        public void restore(Path checkpoint) throws IOException {
            state = State.read(checkpoint);
        }

        @Override
        public void advance(long step, LongConsumer each) {
            while (state.step() < step) {
                CrashPoints.DURING_TRAINING.pass();
                StepTime.pass();
                state = new State(state.step() + 1, state.value() + state.step() + 1);
                each.accept(state.step());
            }
        }

        @Override
        public Map<String, Path> write(Path folder) throws IOException {
            return Map.of(STATE, Files.write(folder.resolve(STATE), CanonicalJson.bytes(state)));
        }

        @Override
        public void close() {}
    }
}
