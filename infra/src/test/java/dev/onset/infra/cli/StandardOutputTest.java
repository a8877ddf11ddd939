package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class StandardOutputTest {
    private static StandardOutput failing(String message) {
        return new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        });
    }

    private static void print(StandardOutput out) {
        new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true).println("facts");
    }

    @Test
    void writeThatFailed_isRemembered_thoughNoWriterSaysSo() {
        StandardOutput full = failing("No space left on device");
        print(full);
        assertThat(full.lost()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("No space"));
    }

    @Test
    void readerThatWantsNoMore_isNoFailure() {
        StandardOutput closed = failing("Broken pipe");
        print(closed);
        assertThat(closed.lost()).isEmpty();
    }

    @Test
    void negativeControl_whatIsWritten_isNotLost() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput out = new StandardOutput(bytes);
        print(out);
        assertThat(out.lost()).isEmpty();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("facts");
    }
}
