package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.infra.cli.OnsetCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** {@code onset interactions} in this process, without a study service. */
abstract class InteractionsRuns {
    static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    /** Runs it; {@link #out} and {@link #err} are what it said. */
    int interactions(String... options) {
        out = new StringWriter();
        err = new StringWriter();
        String[] all = new String[options.length + 1];
        all[0] = "interactions";
        System.arraycopy(options, 0, all, 1, options.length);
        return OnsetCommand.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                () -> {
                    throw new AssertionError("no study service is needed");
                },
                all);
    }

    /** The JSON that it must print. */
    JsonNode found(String... options) throws IOException {
        assertThat(interactions(options)).as(err.toString()).isZero();
        return JSON.readTree(out.toString());
    }

    /** A game of ten players whose optimum is known. */
    String fixtureGame() throws IOException {
        Path game = folder.resolve("game.csv");
        try (InputStream in = InteractionsRuns.class.getResourceAsStream("/fixtures/digits_mlp_0.csv")) {
            Files.copy(Objects.requireNonNull(in), game);
        }
        return game.toString();
    }

    /** A sample whose players are its features. */
    String sample(int players) throws IOException {
        String ones = IntStream.range(0, players).mapToObj(i -> "1").collect(Collectors.joining(","));
        String each = IntStream.range(0, players).mapToObj(i -> "[" + i + "]").collect(Collectors.joining(","));
        return Files.writeString(
                        folder.resolve("sample.json"),
                        "{\"x\": [" + ones + "], \"baseline\": [" + ones.replace('1', '0') + "], \"players\": [" + each
                                + "], \"label\": 0, \"dataset\": \"none\"}")
                .toString();
    }
}
