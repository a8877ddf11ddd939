package dev.onset.benchmarks;

import dev.onset.interactions.Extraction;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.ExtractionWorkspace;
import dev.onset.interactions.SparseExtractor;
import java.io.IOException;
import java.util.List;
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

/**
 * Sparse extraction to a certified gap of 1e-3, on one thread. Each shot takes the next game, so that with the iterations a
 * multiple of the games' number, a game's times lie that far apart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 28)
@Measurement(iterations = 42)
public class ExtractionBenchmark {
    @Param({"10", "12"})
    int n;

    /** Whether each value may stay unexplained up to the game's noise bound. */
    @Param({"true", "false"})
    boolean noisy;

    private List<Games.Game> games = List.of();
    private SparseExtractor extractor = new SparseExtractor(1);
    private ExtractionWorkspace workspace = extractor.newWorkspace();
    private int next;

    @Setup
    public void setup() throws IOException {
        games = Games.games(n);
        extractor = new SparseExtractor(n);
        workspace = extractor.newWorkspace();
    }

    @Benchmark
    public Extraction extract() {
        Games.Game game = games.get(next++ % games.size());
        return extractor.extract(game.values(), noisy ? game.noiseBound() : 0, ExtractionSettings.DEFAULT, workspace);
    }
}
