package dev.onset.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.evaluate.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What benchmarks work on. */
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

    private Games() {}

    /** All value tables of n players in the folder {@code onset.games}, by name. */
    static double[][] read(int n) throws IOException {
        String folder = System.getProperty("onset.games");
        if (folder == null) {
            throw new IOException("-Donset.games=DIR is missing");
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            files = all.filter(file -> file.getFileName().toString().startsWith("n" + n + "_"))
                    .sorted()
                    .toList();
        }
        double[][] games = new double[files.size()][];
        for (int i = 0; i < games.length; i++) {
            games[i] = new ObjectMapper().readValue(files.get(i).toFile(), double[].class);
        }
        return games;
    }
}
