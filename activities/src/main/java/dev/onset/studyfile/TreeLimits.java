package dev.onset.studyfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Bounds whose message needs more than a range, or which must hold before records are built. */
final class TreeLimits {
    private static final int MAX_RULES = 100;
    static final int MAX_PLAYERS = 16;

    private TreeLimits() {}

    static void check(JsonNode tree, UnaryOperator<String> origin) {
        data(tree.path("data"), origin);
        JsonNode players = tree.path("observation").path("players");
        String path = "observation.players";
        switch (players.path("kind").asText("")) {
            case "ink-blocks" -> players(path + ".count", players.path("count"), 1, origin);
            case "grid" -> {
                JsonNode rows = players.path("rows");
                players(path, rows, Math.max(1, players.path("columns").asLong(1)), origin);
            }
            case "listed" -> refuse(path + ".groups", players.path("groups").size(), origin);
            default -> {
                // all-features is checked against the data's shape, an unknown kind by binding
            }
        }
        for (String rule : List.of("log", "linear")) {
            int rules = tree.path("checkpoints").path(rule).size();
            if (rules > MAX_RULES) {
                String here = "checkpoints." + rule;
                throw Problems.invalid(
                        origin.apply(here), here + " has " + rules + " rules; at most " + MAX_RULES + " are allowed");
            }
        }
    }

    private static void data(JsonNode data, UnaryOperator<String> origin) {
        String source = data.path("source").asText("");
        List<String> names = Defaults.dataSets().stream()
                .map(name -> Defaults.BUNDLED + name)
                .toList();
        if (source.startsWith(Defaults.BUNDLED) && !names.contains(source)) {
            throw Problems.invalid(
                    origin.apply("data.source"),
                    "data.source is " + Problems.quoted(source) + "; it must be a path or one of "
                            + String.join(", ", names));
        }
    }

    private static void players(String path, JsonNode count, long times, UnaryOperator<String> origin) {
        if (count.isIntegralNumber()) {
            double players = count.asDouble() * times;
            refuse(path, players, origin);
        }
    }

    /** Refuses more players than exact extraction can hold, saying what they would cost. */
    static void refuse(String path, double players, UnaryOperator<String> origin) {
        if (players > MAX_PLAYERS) {
            // values, AND and OR interactions and the solver's state: about eight doubles a coalition
            double bytes = Math.pow(2, players) * 64;
            // one evaluated row a coalition, at a million rows a second
            double seconds = Math.pow(2, players) / 1e6;
            throw Problems.tooLarge(
                    origin.apply(path),
                    String.format(
                            Locale.ROOT,
                            "%s gives %.0f players; at most %d are allowed. 2^%.0f coalitions need about %s of memory and"
                                    + " %s of forward passes for each sample and checkpoint",
                            path,
                            players,
                            MAX_PLAYERS,
                            players,
                            bytes(bytes),
                            time(seconds)));
        }
    }

    private static String bytes(double bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.3g %s", value, units[unit]);
    }

    private static String time(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.3g seconds", seconds);
        }
        double hours = seconds / 3600;
        return hours < 48
                ? String.format(Locale.ROOT, "%.3g hours", hours)
                : String.format(Locale.ROOT, "%.3g days", hours / 24);
    }
}
