package dev.onset.imported;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The step that the name of a checkpoint holds. */
final class CheckpointNames {
    private static final Pattern MARKED = Pattern.compile("(?i)step[^0-9a-z]?([0-9]{1,10})(?![0-9])");
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9])([0-9]{1,10})(?![0-9])");

    private CheckpointNames() {}

    /**
     * The number behind the word step, in the file's name or else in its folder's; without that word, the last number of the
     * folder's name or else of the file's. A file at the top has no folder that counts.
     *
     * @param name relative to the folder of all checkpoints, with slashes
     */
    static OptionalLong step(String name) {
        String[] parts = name.split("/");
        String file = parts[parts.length - 1].replaceFirst("\\.[A-Za-z][A-Za-z0-9]{0,15}$", "");
        String folder = parts.length > 1 ? parts[parts.length - 2] : "";
        for (String place : new String[] {file, folder}) {
            OptionalLong marked = last(MARKED, place);
            if (marked.isPresent()) {
                return marked;
            }
        }
        OptionalLong number = last(NUMBER, folder);
        return number.isPresent() ? number : last(NUMBER, file);
    }

    private static OptionalLong last(Pattern pattern, String text) {
        OptionalLong found = OptionalLong.empty();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found = OptionalLong.of(Long.parseLong(matcher.group(1)));
        }
        return found;
    }
}
