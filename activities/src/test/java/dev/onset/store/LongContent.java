package dev.onset.store;

import java.io.InputStream;

/** Much content of no memory. */
final class LongContent implements ObjectStore.Content {
    private final long size;
    private volatile int longestRead;

    LongContent(long size) {
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return at < size ? (int) (at++ * 31 >>> 3) & 0xff : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                longestRead = Math.max(longestRead, length);
                if (at >= size) {
                    return -1;
                }
                int n = (int) Math.min(length, size - at);
                for (int i = 0; i < n; i++) {
                    buffer[offset + i] = (byte) read();
                }
                return n;
            }
        };
    }

    /** The most bytes that a reader asked for at once. */
    int longestRead() {
        return longestRead;
    }
}
