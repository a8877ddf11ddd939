package dev.onset.contracts;

import java.util.regex.Pattern;

/**
 * Where a stage's work waits for a worker.
 *
 * @param queue a stage's own while nobody has pinned it; then that of the workers of the profile it is pinned to
 * @param profile that numeric profile, in words; empty while the stage is not pinned
 */
public record StageRoute(String queue, String profile) {
    private static final Pattern QUEUE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,126}");
    private static final int LONGEST = 500;

    public StageRoute {
        if (queue == null || !QUEUE.matcher(queue).matches()) {
            throw new FieldException("queue", "is '" + queue + "'; it must match " + QUEUE.pattern());
        }
        profile = profile == null ? "" : profile;
        if (!profile.isEmpty()) {
            Require.text("profile", profile, LONGEST);
        }
    }

    /** Of a stage that nobody has pinned. */
    public static StageRoute unpinned(String queue) {
        return new StageRoute(queue, "");
    }

    public boolean pinned() {
        return !profile.isEmpty();
    }
}
