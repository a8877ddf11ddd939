package dev.onset.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Small content held in memory. */
final class BytesContent implements ObjectStore.Content {
    private final byte[] bytes;

    BytesContent(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
