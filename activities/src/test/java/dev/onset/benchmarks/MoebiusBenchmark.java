package dev.onset.benchmarks;

import dev.onset.interactions.Transforms;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The Moebius transform of a game, in place; transformed back and forth so that its numbers stay as they are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MoebiusBenchmark {
    @Param({"8", "10", "12", "14", "16", "20"})
    int n;

    private double[] game = {};
    private boolean forth;

    @Setup
    public void setup() {
        game = new Random(n).doubles(1L << n, -1, 1).toArray();
    }

    @Benchmark
    public double[] moebius() {
        if (forth) {
            Transforms.zetaSubsets(game);
        } else {
            Transforms.moebiusSubsets(game);
        }
        forth = !forth;
        return game;
    }
}
