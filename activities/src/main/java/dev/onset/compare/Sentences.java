package dev.onset.compare;

import dev.onset.report.Fmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Effects in plain words, each sentence following from its numbers. */
final class Sentences {
    private static final double NOTHING = 0.005;

    private Sentences() {}

    /** One a level of a factor, those that move something first. */
    static List<String> of(List<Effect> effects) {
        Map<String, List<Effect>> levels = new LinkedHashMap<>();
        for (Effect effect : effects) {
            levels.computeIfAbsent(effect.factor().name() + "\n" + effect.level(), level -> new ArrayList<>())
                    .add(effect);
        }
        List<String> moving = new ArrayList<>();
        List<String> still = new ArrayList<>();
        for (List<Effect> level : levels.values()) {
            List<String> moved =
                    level.stream().filter(Effect::moves).map(Sentences::words).toList();
            Effect any = level.get(0);
            String head = Setting.brief(any.factor().name()) + " " + any.level() + " instead of "
                    + any.factor().referenceWords();
            if (!moved.isEmpty()) {
                moving.add(head + ": " + String.join("; ", moved) + ".");
            } else if (level.stream().allMatch(effect -> effect.pairs() < Effect.ENOUGH)) {
                still.add(head + ": too few pairs of runs to say anything.");
            } else {
                still.add(head + ": nothing moves beyond the spread over seeds.");
            }
        }
        moving.addAll(still);
        return moving.stream().collect(Collectors.toList());
    }

    private static String words(Effect effect) {
        double value = effect.printed(effect.mean());
        return switch (effect.measure()) {
            case STEP ->
                Math.abs(value - 1) < NOTHING
                        ? effect.quantity() + " hardly changes"
                        : value > 1
                                ? effect.quantity() + " comes " + Fmt.sig(value, 2) + " times later"
                                : effect.quantity() + " comes " + Fmt.sig(1 / value, 2) + " times earlier";
            case SHARE ->
                effect.quantity() + " is " + Fmt.sig(Math.abs(value), 2) + " percentage points "
                        + (value > 0 ? "higher" : "lower");
            case NUMBER ->
                effect.quantity() + " is " + Fmt.sig(Math.abs(value), 2) + (value > 0 ? " higher" : " lower");
        };
    }
}
