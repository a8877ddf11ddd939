package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which study a command means: all executions of a name, or those under one workflow id.
 *
 * @param name of the study
 * @param id the workflow id {@code study/NAME/FINGERPRINT}, where one was given
 */
record StudyTarget(String name, Optional<String> id) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern ID = Pattern.compile("study/(" + NAME + ")/[0-9a-f]{8}");

    /**
     * Reads what was typed. What no study can be called is refused before it becomes a key, a path or a query.
     *
     * @throws OnsetException STUDY_INVALID
     */
    static StudyTarget of(String text) {
        Matcher id = ID.matcher(text);
        if (id.matches()) {
            return new StudyTarget(id.group(1), Optional.of(text));
        }
        if (!NAME.matcher(text).matches()) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study '" + text.replaceAll("[^\\x20-\\x7e]", "?")
                            + "' is no name a study can have (lower-case letters, digits, dots and dashes) and no workflow id"
                            + " (study/NAME/FINGERPRINT, as 'run --detach' prints it)");
        }
        return new StudyTarget(text, Optional.empty());
    }

    boolean means(String workflowId) {
        return id.isEmpty() || id.get().equals(workflowId);
    }

    /**
     * The one that is meant among the open executions of the name.
     *
     * @throws OnsetException STUDY_INVALID where several are: none of them may be picked by chance
     */
    Optional<String> among(List<String> open) {
        List<String> meant =
                open.stream().filter(this::means).distinct().sorted().toList();
        if (meant.size() > 1) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study " + name + " runs " + meant.size() + " times on this server: " + String.join(", ", meant)
                            + "; nothing was asked of any; give one of these ids in place of the name");
        }
        return meant.stream().findFirst();
    }

    /** As it was typed. */
    @Override
    public String toString() {
        return id.orElse(name);
    }
}
