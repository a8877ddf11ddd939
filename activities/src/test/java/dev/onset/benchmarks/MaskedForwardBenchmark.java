package dev.onset.benchmarks;

import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import java.io.IOException;
import java.util.List;
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
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskedForwardBenchmark {
    private static final int PLAYERS = 12;

    /** A model in the folder {@code -Donset.models}, with a sample of 12 players beside it. */
    @Param({"mlp", "lenet"})
    String model;

    private Evaluator network = Games.NONE;
    private MaskedGame game = new MaskedGame(network);
    private Games.Sample sample = new Games.Sample(new float[1], new float[1], List.of(new int[] {0}), 0);
    private PlayerGroups players = new PlayerGroups(sample.players());

    @Setup(Level.Trial)
    public void setup() throws IOException {
        network = OnnxEvaluator.open(Games.folder("onset.models").resolve(model + ".onnx"));
        game = new MaskedGame(network);
        sample = Games.sample(model);
        players = new PlayerGroups(sample.players());
        if (players.size() != PLAYERS) {
            throw new IOException(players.size() + " players; rates are for " + PLAYERS);
        }
    }

    @Benchmark
    @OperationsPerInvocation(1 << PLAYERS)
    public double[][] rows() {
        return game.values(
                sample.x(), sample.baseline(), players, sample.label(), List.of(ObservationSpec.Output.LOG_ODDS));
    }

    @TearDown(Level.Trial)
    public void close() {
        network.close();
    }
}
