package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content that must still be what was hashed. The read that delivers the last byte fails when it is not, so that a store
 * never makes an object visible under a digest that its bytes do not have.
 */
record CheckedContent(ObjectStore.Content content, BlobRef ref) implements ObjectStore.Content {
    @Override
    public long size() {
        return ref.size();
    }

    @Override
    public InputStream open() throws IOException {
        return new Checked(content.open(), ref);
    }

    private static final class Checked extends FilterInputStream {
        private final BlobRef ref;
        private final Digest.Running digest = new Digest.Running();
        private long seen;
        private boolean checked;

        Checked(InputStream in, BlobRef ref) {
            super(in);
            this.ref = ref;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                digest.update(buffer, offset, n);
                seen += n;
            }
            if (!checked && (n < 0 || seen >= ref.size())) {
                checked = true;
                if (seen != ref.size() || !digest.finish().equals(ref.sha256())) {
                    throw new OnsetException(
                            ErrorCode.DATA_INVALID,
                            "content changed between hashing and storing it: " + ref
                                    + " was announced; nothing was stored; leave the file alone meanwhile");
                }
            }
            return n;
        }

        @Override
        public long skip(long n) {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
