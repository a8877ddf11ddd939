package dev.onset.infra.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The task queues that workers of a deployment serve, by their command lines. */
final class Polled {
    private Polled() {}

    static Set<String> queues(JsonNode command) {
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.asText()));
        int at = words.indexOf("--queues");
        Set<String> queues =
                new TreeSet<>(at < 0 ? List.of() : List.of(words.get(at + 1).split(",")));
        if (words.contains("--device") && queues.remove("observe")) {
            queues.add("observe-gpu");
        }
        return queues;
    }
}
