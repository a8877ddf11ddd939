package dev.onset.game;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.kind.Limits;
import java.util.Locale;

/** How many players exact extraction can hold, and what more would cost; the order spectrum alone is sampled and takes any. */
public final class PlayerLimits {
    private static final int MAX_PLAYERS = 16;

    /** Most players of a sampled game. */
    public static final int MOST_SAMPLED = 16_384;

    private PlayerLimits() {}

    /** Refuses a section {@code observation} before it is bound: what too many players would cost needs more words than a range. */
    public static void check(JsonNode observation, Limits limits) {
        if (observation.path("spectrum").path("use").asText("").equals("alone")) {
            return;
        }
        JsonNode players = observation.path("players");
        String path = "observation.players";
        switch (players.path("kind").asText("")) {
            case "ink-blocks", "random-blocks", "random-features", "words" ->
                players(path + ".count", players.path("count"), 1, limits);
            case "grid", "feature-map" -> {
                JsonNode rows = players.path("rows");
                players(path, rows, Math.max(1, players.path("columns").asLong(1)), limits);
            }
            case "listed", "named" ->
                refuse(path + ".groups", players.path("groups").size(), limits);
            default -> {
                // all-features is checked against the data's shape, an unknown kind by binding
            }
        }
    }

    private static void players(String path, JsonNode count, long times, Limits limits) {
        if (count.isIntegralNumber()) {
            refuse(path, count.asDouble() * times, limits);
        }
    }

    /** Refuses more players than exact extraction can hold, saying what they would cost. */
    public static void refuse(String path, double players, Limits limits) {
        if (players > MAX_PLAYERS) {
            // values, AND and OR interactions and the solver's state: about eight doubles a coalition
            double bytes = Math.pow(2, players) * 64;
            // one evaluated row a coalition, at a million rows a second
            double seconds = Math.pow(2, players) / 1e6;
            throw limits.tooLarge(
                    path,
                    String.format(
                            Locale.ROOT,
                            "%s gives %.0f players; at most %d are allowed. 2^%.0f coalitions need about %s of memory and"
                                    + " %s of forward passes for each sample and checkpoint; observation.spectrum.use: alone"
                                    + " takes more",
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
