package dev.onset.infra.deployment;

import static dev.onset.infra.deployment.ComposeFaults.PINNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The image and the scripts in it: unprivileged, from pinned bases, and stopping at the first error. */
@Tag("unit")
final class ImageTest {
    private static final Path FILE = Yaml.root().resolve("docker-compose.yml");

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Yaml.root().resolve("infra/docker"))) {
            return files.filter(f -> f.toString().endsWith(".sh")).sorted().toList().stream();
        }
    }

    private static int parse(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyScript_parses_andStopsAtTheFirstError(Path script) throws Exception {
        assertThat(parse("sh", "-n", script.toString())).isZero();
        assertThat(parse("bash", "-n", script.toString())).isZero();
        assertThat(Yaml.text(script)).startsWith("#!/bin/sh\n").contains("\nset -eu\n");
        assertThat(script).isExecutable();
    }

    @Test
    void negativeControl_aBrokenScriptDoesNotParse() throws Exception {
        Path broken = Files.createTempFile("broken", ".sh");
        try {
            Files.writeString(broken, "if true; then echo\n");
            assertThat(parse("sh", "-n", broken.toString())).isNotZero();
        } finally {
            Files.delete(broken);
        }
    }

    @Test
    void image_runsUnprivileged_inExecForm_fromPinnedBases() {
        String dockerfile = Yaml.text(Yaml.root().resolve("infra/docker/Dockerfile"));
        // a base that is given must be declared before the first stage
        String base = dockerfile
                .substring(0, dockerfile.indexOf("\nFROM "))
                .lines()
                .filter(l -> l.startsWith("ARG BASE="))
                .collect(Collectors.joining())
                .replace("ARG BASE=", "");
        assertThat(dockerfile.lines().filter(l -> l.startsWith("FROM ")).map(l -> l.replace("${BASE}", base)))
                .hasSize(2)
                .allMatch(l -> PINNED.matcher(l.split(" ")[1]).matches());
        assertThat(dockerfile).contains("\nFROM ${BASE}\n", "echo openjdk-17-jre-headless", "mvn -q -B ${PROFILES} ");
        // the head of the file says what compose does
        assertThat(dockerfile)
                .contains("--build-arg BASE="
                        + Yaml.documents(Yaml.text(FILE))
                                .get(0)
                                .at("/x-versions/cuda")
                                .asText() + " ");
        assertThat(dockerfile).contains("\nUSER 10001:10001\n", "\nENTRYPOINT [\"/usr/local/bin/onset\"]\n");
        assertThat(Yaml.text(Yaml.root().resolve("infra/docker/worker.sh"))).contains("\nexec java ");
    }
}
