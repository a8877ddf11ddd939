package dev.onset.infra.study;

import java.util.List;

/** What an operator does to a study, as Temporal's own command line does it. */
enum Interference {
    RESET("reset", "--type", "FirstWorkflowTask", "--reason", "a trial"),
    TERMINATE("terminate", "--reason", "a trial"),
    CANCEL("cancel"),
    PAUSE("update", "execute", "--name", "pause", "--input", "\"a trial\"");

    private final List<String> words;

    Interference(String... words) {
        this.words = List.of(words);
    }

    /** Of {@code temporal workflow}. */
    List<String> words() {
        return words;
    }
}
