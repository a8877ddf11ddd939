package dev.onset.benchmarks;

import dev.onset.interactions.Extraction;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.ExtractionWorkspace;
import dev.onset.interactions.SparseExtractor;
import java.io.IOException;
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
 * Sparse extraction to a certified gap of 1e-3, on one thread: games of real networks, read from a folder of value tables
 * ({@code -Donset.games=DIR}, files {@code n<players>_<name>.json} with the values by coalition).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
public class ExtractionBenchmark {
    @Param({"10", "12"})
    int n;

    /** Bound on the noise as a share of |v(N) - v(empty)|. */
    @Param({"0", "0.02"})
    double noise;

    private double[][] games = {};
    private SparseExtractor extractor = new SparseExtractor(1);
    private ExtractionWorkspace workspace = extractor.newWorkspace();
    private int next;

    @Setup
    public void setup() throws IOException {
        games = Games.read(n);
        extractor = new SparseExtractor(n);
        workspace = extractor.newWorkspace();
    }

    /** One game a shot, in turn. */
    @Benchmark
    public Extraction extract() {
        double[] v = games[next++ % games.length];
        return extractor.extract(v, noise * Math.abs(v[v.length - 1] - v[0]), ExtractionSettings.DEFAULT, workspace);
    }
}
