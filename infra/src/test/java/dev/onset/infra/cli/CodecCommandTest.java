package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.infra.codec.KeyFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

@Tag("e2e")
@Timeout(30)
final class CodecCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private CommandLine command(Map<String, String> environment) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, Ansi.OFF);
        Context context = new Context(console, FakeService::new);
        return new CommandLine(new CodecCommand(context, environment))
                .setExecutionExceptionHandler((e, line, result) -> {
                    err.append(e.getMessage());
                    return ExitCode.BAD_INPUT;
                });
    }

    @Test
    void serves_untilASignal_andPrintsWhereAndUnderWhichKey_neverTheKey() throws Exception {
        Path keys = KeyFiles.write(folder.resolve("keys"), "march " + KeyFiles.key(1));
        CommandLine command = command(Map.of("ONSET_PAYLOAD_KEYS", keys.toString()));
        CompletableFuture<Integer> end = CompletableFuture.supplyAsync(
                () -> command.execute("--port", "0", "--cors", "http://127.0.0.1:8233", "--json"));
        while (!out.toString().contains("}")) {
            assertThat(end).isNotDone();
            Thread.sleep(20);
        }
        var listening = new ObjectMapper().readTree(out.toString());
        assertThat(listening.get("currentKey").asText()).isEqualTo("march");
        URI health = URI.create(listening.get("address").asText() + "/healthz");
        HttpClient http = HttpClient.newHttpClient();
        assertThat(http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        Interrupt.current().orElseThrow().fire();
        assertThat(end.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(out + "" + err).doesNotContain(KeyFiles.CANARY);
    }

    @Test
    void withoutKeys_nothingStarts() {
        assertThat(command(Map.of()).execute("--port", "0")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("ONSET_PAYLOAD_KEYS is not set");
    }
}
