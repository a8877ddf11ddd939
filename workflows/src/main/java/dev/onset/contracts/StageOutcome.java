package dev.onset.contracts;

/**
 * A stage result, by reference.
 *
 * @param key store key of the result
 * @param digest SHA-256 of its outputs
 * @param generation of the result: 1 for the first, one more each time it is computed again
 * @param reused true when it was found rather than computed
 * @param reason why, in words
 */
public record StageOutcome(String key, String digest, int generation, boolean reused, String reason) {
    public StageOutcome {
        Require.text("key", key, 512);
        Require.text("digest", digest, 64);
        Require.within("generation", generation, 1, 1_000_000);
        Require.text("reason", reason, 2_000);
    }
}
