package dev.onset.compare;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs that differ by their seeds alone.
 *
 * @param levels what they have in common
 */
record Setting(SortedMap<String, String> levels, List<ComparedRun> runs) {
    private static final int TITLE = 27;

    /** All settings of some runs, in their order; runs without levels are one each. */
    static List<Setting> of(List<ComparedRun> runs) {
        Map<Object, Setting> settings = new LinkedHashMap<>();
        for (ComparedRun run : runs) {
            SortedMap<String, String> levels = new TreeMap<>(run.levels());
            boolean several = !levels.isEmpty();
            levels.remove(Factor.SEED);
            settings.computeIfAbsent(several ? levels : run.name(), key -> new Setting(levels, new ArrayList<>()))
                    .runs()
                    .add(run);
        }
        return List.copyOf(settings.values());
    }

    /** In words: its levels, or the run's name where it has none. */
    String words(List<Factor> factors) {
        if (levels.isEmpty()) {
            return runs.get(0).levels().isEmpty() ? runs.get(0).name() : "as it stands";
        }
        return factors.stream()
                .filter(factor -> levels.containsKey(factor.name()))
                .map(factor -> factor.name().equals(Factor.STUDY)
                        ? levels.get(factor.name())
                        : brief(factor.name()) + " " + levels.get(factor.name()))
                .collect(Collectors.joining(", "));
    }

    /**
     * The same, as long as the title of a small panel may be: where names take too much of it, levels alone. Settings of all factors
     * still differ then; of one factor each they need not.
     */
    String title(List<Factor> factors) {
        String words = words(factors);
        boolean ofAll = factors.stream()
                .map(Factor::name)
                .allMatch(name -> name.equals(Factor.SEED) || levels.containsKey(name));
        if (words.length() > TITLE && ofAll && !levels.isEmpty()) {
            words = factors.stream()
                    .map(Factor::name)
                    .filter(levels::containsKey)
                    .map(levels::get)
                    .collect(Collectors.joining(", "));
        }
        return words.length() <= TITLE ? words : words.substring(0, TITLE - 1).strip() + "\u2026";
    }

    /** A setting's path without the sections around it. */
    static String brief(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
