package dev.onset.store;

/**
 * The name of a blob: what it holds, not where it is.
 *
 * @param sha256 SHA-256 of the content, 64 lower-case hexadecimal digits
 * @param size bytes
 */
public record BlobRef(String sha256, long size) {
    /** Where all blobs are. */
    static final ObjectKey ROOT = new ObjectKey("blobs/sha256");

    public BlobRef {
        Digest.require(sha256);
        if (size < 0) {
            throw new IllegalArgumentException("a blob of " + size + " bytes");
        }
    }

    /** The object that holds the blob. */
    public ObjectKey key() {
        return key(sha256);
    }

    static ObjectKey key(String sha256) {
        return ROOT.resolve(sha256.substring(0, 2) + "/" + sha256);
    }
}
