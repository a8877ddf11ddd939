package dev.onset.infra.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one page of error codes says what the code says, of every code. */
@Tag("unit")
final class ErrorPageTest {
    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/errors.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCode_hasOneRow_withItsOwnNextAction(ErrorCode code) throws IOException {
        String again = code.ofWorker() ? "on another worker" : code.retryable() ? "yes" : "no";
        assertThat(rows().stream().filter(row -> row.startsWith("| `" + code + "` | ")))
                .singleElement()
                .asString()
                .endsWith(" | " + again + " | " + code.nextAction() + " |");
    }

    @Test
    void noRowIsOfACodeThatIsGone() throws IOException {
        assertThat(rows()).hasSize(ErrorCode.values().length);
    }
}
