package dev.onset.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.evaluate.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What benchmarks work on: files that {@code infra/bench/compare} writes, so that both sides get the same. */
final class Games {
    /** Stands where a benchmark has not opened its network yet. */
    static final Evaluator NONE = new Evaluator() {
        @Override
        public int features() {
            return 1;
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public void logits(float[] rows, int count, float[] logits) {
            throw new IllegalStateException("no network is open");
        }

        @Override
        public void close() {}
    };

    /** Values by coalition, and the noise bound. */
    record Game(double[] values, double noiseBound) {}

    /** A masked sample, as {@code onset interactions --sample} takes it. */
    record Sample(float[] x, float[] baseline, List<int[]> players, int label) {}

    private Games() {}

    /** All games of n players in the folder {@code -Donset.games}, files {@code n<players>_<number>.json}, in their order. */
    static List<Game> games(int n) throws IOException {
        Path folder = folder("onset.games");
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("n" + n + "_"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IOException("no games of " + n + " players in " + folder);
        }
        Game[] games = new Game[files.size()];
        for (int i = 0; i < games.length; i++) {
            games[i] = new ObjectMapper().readValue(files.get(i).toFile(), Game.class);
        }
        return List.of(games);
    }

    /** The sample beside a model in the folder {@code -Donset.models}. */
    static Sample sample(String model) throws IOException {
        return new ObjectMapper()
                .readValue(
                        folder("onset.models").resolve(model + ".sample.json").toFile(), Sample.class);
    }

    static Path folder(String property) throws IOException {
        String folder = System.getProperty(property);
        if (folder == null) {
            throw new IOException("-D" + property + "=DIR is missing; infra/bench/compare sets it");
        }
        return Path.of(folder);
    }
}
