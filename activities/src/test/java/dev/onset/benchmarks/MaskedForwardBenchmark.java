package dev.onset.benchmarks;

import dev.onset.contracts.ObservationSpec;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.observe.MaskedGame;
import dev.onset.observe.PlayerGroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows a second of a network on one sample's 2^12 masked inputs, masking and log-odds included, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class MaskedForwardBenchmark {
    private static final int PLAYERS = 12;

    /** A model file in the folder {@code -Donset.models}. */
    @Param({"mlp.onnx", "lenet.onnx"})
    String model;

    private Evaluator network = Games.NONE;
    private MaskedGame game = new MaskedGame(network);
    private PlayerGroups players = new PlayerGroups(List.of(new int[] {0}));
    private float[] sample = {};
    private float[] baseline = {};

    @Setup(Level.Trial)
    public void setup() {
        network = OnnxEvaluator.open(Path.of(System.getProperty("onset.models"), model));
        game = new MaskedGame(network);
        int features = network.features();
        Random random = new Random(1);
        sample = new float[features];
        for (int i = 0; i < features; i++) {
            sample[i] = random.nextFloat();
        }
        baseline = new float[features];
        List<int[]> groups = new ArrayList<>();
        int width = features / PLAYERS;
        for (int player = 0; player < PLAYERS; player++) {
            int[] group = new int[width];
            for (int i = 0; i < width; i++) {
                group[i] = player * width + i;
            }
            groups.add(group);
        }
        players = new PlayerGroups(groups);
    }

    @Benchmark
    @OperationsPerInvocation(1 << PLAYERS)
    public double[][] rows() {
        return game.values(sample, baseline, players, 3, List.of(ObservationSpec.Output.LOG_ODDS));
    }

    @TearDown(Level.Trial)
    public void close() {
        network.close();
    }
}
