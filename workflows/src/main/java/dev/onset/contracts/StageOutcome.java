package dev.onset.contracts;

/**
 * A stage result, by reference.
 *
 * @param key store key of the result
 * @param digest SHA-256 of its outputs
 * @param reused true when it was found rather than computed
 * @param reason why, in words
 */
public record StageOutcome(String key, String digest, boolean reused, String reason) {
    public StageOutcome {
        Require.text("key", key, 512);
        Require.text("digest", digest, 64);
        Require.text("reason", reason, 2_000);
    }

    /** The result's generation, which its key ends with; 0 where the key has none. */
    public int generation() {
        String name = key.substring(key.lastIndexOf('/') + 1).replaceAll("[^0-9]", "");
        return name.isEmpty() ? 0 : Integer.parseInt(name);
    }
}
