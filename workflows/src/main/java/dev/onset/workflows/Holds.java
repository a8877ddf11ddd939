package dev.onset.workflows;

import dev.onset.contracts.HeldRuns;
import dev.onset.contracts.RunSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What runs wait with or have failed with, put into little space for the execution that continues their study. */
final class Holds {
    private static final int LONGEST_ERROR = 500;

    private Holds() {}

    /** By code, in the words of the first run that has it. */
    static List<HeldRuns> of(Map<Integer, Waiting> runs) {
        Map<String, List<Integer>> byCode = new LinkedHashMap<>();
        new TreeMap<>(runs)
                .forEach((index, waiting) -> byCode.computeIfAbsent(waiting.code(), code -> new ArrayList<>())
                        .add(index));
        List<HeldRuns> held = new ArrayList<>();
        byCode.forEach((code, indices) -> {
            Waiting first = Objects.requireNonNull(runs.get(indices.get(0)), "grouped");
            held.add(new HeldRuns(code, brief(first.error()), RunSet.of(indices)));
        });
        return held;
    }

    private static String brief(String error) {
        return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR) + "...";
    }

    /** Each run by its index; the first of a code says it in words for all that share it. */
    static Map<Integer, Waiting> restored(List<HeldRuns> held) {
        Map<Integer, Waiting> runs = new TreeMap<>();
        for (HeldRuns one : held) {
            String error = one.error();
            for (int index : one.runs().indices()) {
                runs.put(index, new Waiting(one.code(), error));
                error = "";
            }
        }
        return runs;
    }
}
