package dev.onset.infra.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/trial} beside a launcher and servers that only pretend. */
@Tag("e2e")
@DisabledOnOs(OS.WINDOWS)
final class TrialScriptTest {
    /** Every status shows one more checkpoint; the study that is killed lasts, or is over by its sixth. */
    private static final String ONSET = """
            #!/bin/sh
            here=$(cd "$(dirname "$0")" && pwd -P)
            case $1 in
                worker) exec sleep 100 ;;
                status)
                    echo x >>"$here/asked"
                    echo "{\\"committed\\": $(wc -l <"$here/asked")}"
                    ;;
                run)
                    case "$*" in
                        *s3://onset/killed*)
                            echo $$ >"$here/follower"
                            if [ -f "$here/lasts" ]; then exec sleep 100; fi
                            while [ "$(cat "$here/asked" 2>/dev/null | wc -l)" -lt 5 ]; do sleep 0.05; done
                            ;;
                    esac
                    while [ "$1" != --data ]; do shift; done
                    mkdir -p "$2/reports/digits"
                    echo '{"digest": "5ad1"}' >"$2/reports/digits/outcome.json"
                    ;;
            esac
            """;

    /** Come up once, or as often as they are told to. */
    private static final String SERVERS = """
            #!/bin/sh
            here=$(cd "$(dirname "$0")" && pwd -P)
            case $1 in
                up)
                    if [ -f "$2/env" ] && [ -f "$here/once" ]; then exit 3; fi
                    mkdir -p "$2"
                    : >"$2/env"
                    for name in temporal minio; do
                        sleep 100 >/dev/null 2>&1 &
                        echo $! >"$2/$name.pid"
                        echo $! >>"$here/started"
                    done
                    ;;
                down) : >"$here/down" ;;
            esac
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void pretend() throws IOException {
        script("onset", ONSET);
        script("servers", SERVERS);
        script("trial", Yaml.text(Yaml.root().resolve("infra/trial")));
    }

    @AfterEach
    void endWhatPretended() throws IOException {
        for (String file : new String[] {"started", "follower"}) {
            if (Files.exists(folder.resolve(file))) {
                Files.readAllLines(folder.resolve(file))
                        .forEach(pid -> ProcessHandle.of(Long.parseLong(pid.strip()))
                                .ifPresent(ProcessHandle::destroyForcibly));
            }
        }
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private void mark(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), "");
        }
    }

    private Process trial() throws IOException {
        return new ProcessBuilder(
                        folder.resolve("trial").toString(),
                        "digits",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private boolean started(String file) throws IOException {
        return Files.exists(folder.resolve(file)) && Files.size(folder.resolve(file)) > 0;
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private int end(Process trial) throws Exception {
        assertThat(trial.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
        return trial.exitValue();
    }

    /** The processes whose ids a file has; none may be left. */
    private void gone(Path file) throws Exception {
        long pid = Long.parseLong(Files.readString(file).strip());
        for (int i = 0; i < 100 && alive(pid); i++) {
            Thread.sleep(50);
        }
        assertThat(alive(pid)).as("%s is left behind", file.getFileName()).isFalse();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private void nothingIsLeft() throws Exception {
        gone(folder.resolve("follower"));
        gone(folder.resolve("data/worker-a.pid"));
        gone(folder.resolve("data/worker-b.pid"));
        assertThat(folder.resolve("down")).exists();
    }

    @Test
    void aStudyThatIsOverBeforeAKill_isNoTrial() throws Exception {
        Process trial = trial();
        assertThat(end(trial)).isEqualTo(3);
        assertThat(output())
                .contains("trial: the study ended before the kill; take a longer one")
                .doesNotContain("all digests are equal");
        assertThat(Arrays.asList(output().split("\n"))).noneMatch(line -> line.startsWith("kill -9 of S3"));
        nothingIsLeft();
    }

    @Test
    void aTrialThatFails_leavesNobodyBehind() throws Exception {
        mark("lasts", "once");
        Process trial = trial();
        assertThat(end(trial)).isEqualTo(3);
        assertThat(output()).contains("kill -9 of the training worker", "trial: Temporal does not come up again");
        nothingIsLeft();
    }

    @Test
    void aTrialThatIsStopped_leavesNobodyBehind() throws Exception {
        mark("lasts");
        Process trial = trial();
        // the first status may come before the follower, which is started beside it
        for (int i = 0; i < 400 && !(started("asked") && started("follower")); i++) {
            Thread.sleep(50);
        }
        assertThat(folder.resolve("follower")).isNotEmptyFile();
        trial.destroy();
        assertThat(end(trial)).isEqualTo(143);
        nothingIsLeft();
    }
}
