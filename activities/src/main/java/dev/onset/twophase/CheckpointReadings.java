package dev.onset.twophase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.interactions.OrderStrengths;
import dev.onset.twophase.RunReading.OutputReading;
import java.io.IOException;

/**
 * What single checkpoints showed, read once: whoever asks which phase a run is in and whoever draws it look at the same. Safe for
 * several threads.
 */
final class CheckpointReadings {
    /** Of numbers that are held, of all studies together. */
    private static final long MOST_BYTES = 64L << 20;

    /** Arrays by order of one sample, each with a header as long as two numbers. */
    private static final int ARRAYS = OrderStrengths.class.getRecordComponents().length;

    private final Cache<String, RunReading> read = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((String key, RunReading reading) -> bytes(reading))
            .build();

    /** As {@link RunReading#at}. */
    RunReading at(CheckpointReader reader, int checkpoint, TwoPhase experiment) throws IOException {
        String key = reader.digest(checkpoint) + " "
                + reader.run().point().schedule().get(checkpoint) + " "
                + reader.run().point().name() + " " + experiment.observation().salience();
        RunReading known = read.getIfPresent(key);
        if (known != null) {
            return known;
        }
        RunReading now = RunReading.at(reader, checkpoint, experiment);
        read.put(key, now);
        return now;
    }

    private static int bytes(RunReading reading) {
        int numbers = reading.trainLosses()[0].length + reading.testLosses()[0].length;
        for (OutputReading output : reading.outputs()) {
            OrderStrengths[] samples = output.strengths()[0];
            numbers += samples.length * ARRAYS * (samples[0].players() + 3);
        }
        return numbers * Double.BYTES;
    }
}
