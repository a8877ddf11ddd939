package dev.onset.infra.deployment;

import static dev.onset.infra.deployment.ComposeFaults.services;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting what the file describes as its head says: with a copy of the example and a shell. */
@Tag("unit")
final class ComposeStartTest {
    private static final Path FILE = Yaml.root().resolve("docker-compose.yml");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{[A-Z_]+:-([^}]+)}");

    @Test
    void everyOptionalVariable_isInTheExample_andTheOtherWayRound() {
        Set<String> used = new TreeSet<>();
        Matcher uses = Pattern.compile("\\$\\{([A-Z_]+):").matcher(Yaml.text(FILE));
        while (uses.find()) {
            used.add(uses.group(1));
        }
        assertThat(Yaml.text(Yaml.root().resolve("infra/docker/.env.example"))
                        .lines()
                        .filter(l -> l.matches("[A-Z_]+="))
                        .map(l -> l.substring(0, l.length() - 1)))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    /** The commands in the file's head, run by a shell that has nothing but a copy of the example. */
    @Test
    void theStartUpCommands_giveTheCommandLineTheStoreOfThisFile(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve(".env"),
                Yaml.text(Yaml.root().resolve("infra/docker/.env.example"))
                        .replace("OBJECT_STORE_USER=", "OBJECT_STORE_USER=somebody")
                        .replace("OBJECT_STORE_PASSWORD=", "OBJECT_STORE_PASSWORD=canary"));
        Path onset = Files.createDirectory(folder.resolve("infra")).resolve("onset");
        Files.writeString(onset, "#!/bin/sh\nenv\necho \"arguments=$*\"\n");
        assertThat(onset.toFile().setExecutable(true)).isTrue();
        List<String> commands = Yaml.text(FILE)
                .lines()
                .takeWhile(l -> l.startsWith("#"))
                .filter(l -> l.matches("#   (\\. |export |infra/onset ).*"))
                .map(l -> l.substring(4))
                .toList();
        Process shell = new ProcessBuilder(
                        "env", "-i", "PATH=" + System.getenv("PATH"), "sh", "-euc", String.join("\n", commands))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains(
                        "AWS_ENDPOINT_URL_S3=http://127.0.0.1:9000",
                        "AWS_ACCESS_KEY_ID=somebody",
                        "AWS_SECRET_ACCESS_KEY=canary",
                        "arguments=run digits --temporal 127.0.0.1:7233 --store s3://onset/studies");
        // these are the addresses that the services have on this machine
        JsonNode compose = Yaml.documents(Yaml.text(FILE)).get(0);
        assertThat(services(compose).get("object-store").get("ports").toString())
                .contains("127.0.0.1:9000:9000");
        assertThat(services(compose).get("temporal").get("ports").toString()).contains("127.0.0.1:7233:7233");
        JsonNode worker = services(compose).get("worker-train");
        assertThat(worker.get("environment").get("ONSET_STORE").asText()).isEqualTo("s3://onset/studies");
        assertThat(DEFAULT.matcher(worker.at("/environment/TEMPORAL_ADDRESS").asText())
                        .replaceAll("$1"))
                .isEqualTo("temporal:7233");
        assertThat(DEFAULT.matcher(worker.at("/environment/AWS_ENDPOINT_URL_S3").asText())
                        .replaceAll("$1"))
                .isEqualTo("http://object-store:9000");
    }
}
