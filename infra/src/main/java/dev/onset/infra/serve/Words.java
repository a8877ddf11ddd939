package dev.onset.infra.serve;

import dev.onset.infra.study.Glimpse;
import dev.onset.report.Fmt;
import dev.onset.report.Markup;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** States, times and progress as pages say them. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int BAR = 100;

    private Words() {}

    /** A state for readers. */
    static String state(String state) {
        return switch (state) {
            case "waiting-for-operator" -> "waits for an operator";
            case "unknown" -> "being looked at";
            case "unreadable" -> "cannot be read";
            default -> state;
        };
    }

    /** The state with its mark, whose colour only repeats what the word says. */
    static Markup stateMark(String state) {
        return new Markup()
                .open("span", "class", "state " + state)
                .text(state(state))
                .close();
    }

    static String time(String iso) {
        try {
            return TIME.format(Instant.parse(iso)) + " UTC";
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    static Markup when(Instant at) {
        return new Markup().el("time", TIME.format(at) + " UTC", "datetime", at.toString());
    }

    /** To the second. */
    static Markup moment(Instant at) {
        return new Markup().el("time", SECOND.format(at) + " UTC", "datetime", at.toString());
    }

    static String left(OptionalDouble seconds) {
        return seconds.isPresent() ? rounded(seconds.getAsDouble()) : Fmt.NONE;
    }

    /** No more digits than an estimate carries, and none that change with every look. */
    private static String rounded(double seconds) {
        double step = seconds < 20 ? 5 : seconds < 120 ? 10 : seconds < 3_600 ? 60 : 600;
        long whole = (long) (Math.max(step, Math.rint(seconds / step) * step));
        return whole < 60
                ? whole + " s"
                : whole < 3_600
                        ? whole / 60 + " min" + rest(whole % 60, " s")
                        : whole / 3_600 + " h" + rest(whole % 3_600 / 60, " min");
    }

    private static String rest(long value, String unit) {
        return value == 0 ? "" : " " + value + unit;
    }

    static String percent(double share) {
        return Fmt.fixed(Math.floor(100 * share), 0) + " %";
    }

    /** Training behind, observation before it. */
    static Markup bar(Glimpse.Progress progress) {
        String words = "trained " + percent(progress.trained()) + ", observed " + percent(progress.seen());
        Markup svg = new Markup()
                .open(
                        "svg",
                        "class",
                        "progress",
                        "viewBox",
                        "0 0 100 6",
                        "preserveAspectRatio",
                        "none",
                        "role",
                        "img",
                        "aria-label",
                        words);
        svg.leaf("rect", "class", "all", "width", Integer.toString(BAR), "height", "6");
        svg.leaf("rect", "class", "trained", "width", Fmt.xy(BAR * progress.trained()), "height", "6");
        svg.leaf("rect", "class", "seen", "width", Fmt.xy(BAR * progress.seen()), "height", "6");
        return svg.close();
    }

    static String orNone(Optional<String> words) {
        return words.filter(text -> !text.isEmpty()).orElse(Fmt.NONE);
    }
}
