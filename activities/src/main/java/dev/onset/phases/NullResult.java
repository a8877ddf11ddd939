package dev.onset.phases;

/**
 * The detector on data that must not show what it looks for.
 *
 * @param trials how often it was asked; 0 where the run has nothing to ask about
 * @param positive how often it said yes all the same
 * @param words what was done to the data
 */
public record NullResult(String name, long trials, long positive, String words) {
    public NullResult {
        Refuse.unless(
                trials >= 0 && positive >= 0 && positive <= trials, "null " + name + ": " + positive + " of " + trials);
    }
}
