package dev.onset.infra.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Where a command prints: facts to {@code out}, progress and errors to {@code err}.
 *
 * @param terminal whether a person watches {@code err}
 * @param ansi whether colours are wanted, on {@code out}
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, Ansi ansi) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule().addSerializer(Path.class, new ToStringSerializer()))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Whether a person watches {@code out} on a terminal that can draw over what it shows. */
    static boolean redraws() {
        return Boolean.getBoolean("onset.colours");
    }

    void line(String text) {
        out.println(text);
    }

    void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }

    String bold(String text) {
        return ansi.apply(text, List.of(Style.bold)).toString();
    }

    String colour(String text, Style style) {
        return ansi.apply(text, List.of(style)).toString();
    }

    void json(Object facts) {
        try {
            out.println(JSON.writeValueAsString(facts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts could not be written as JSON", e);
        }
    }

    static String duration(double seconds) {
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long s = Math.round(seconds);
        if (s < 120) {
            return s + " s";
        }
        return s < 7_200
                ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d h %02d min", s / 3_600, s % 3_600 / 60);
    }

    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        int unit = (int) Math.min(4, Math.floor(Math.log10(bytes) / 3));
        return String.format(
                Locale.ROOT,
                "%.3g %s",
                bytes / Math.pow(1_000, unit),
                List.of("B", "kB", "MB", "GB", "TB").get(unit));
    }
}
