package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.pulse.Pulse;
import dev.onset.store.Digest;
import dev.onset.store.LocalFiles;
import dev.onset.store.ObjectStore;
import dev.onset.store.OwnedFolder;
import io.minio.Http;
import io.minio.PutObjectAPIArgs;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Content made ready for a single request: read once in full, so that content which breaks off or changes is found before
 * the first byte goes out, and kept for repeated attempts, in memory when small and else in a temporary file.
 */
final class S3Payload implements AutoCloseable {
    static final int IN_MEMORY = 8 << 20;
    /** What S3 takes in one request. */
    private static final long MAX_SIZE = 5L << 30;

    private static final int BUFFER = 1 << 16;

    private final long size;
    private final String sha256;
    private final String crc32c;
    private final byte[] bytes;
    private final @Nullable Path file;

    private S3Payload(long size, String sha256, String crc32c, byte[] bytes, @Nullable Path file) {
        this.size = size;
        this.sha256 = sha256;
        this.crc32c = crc32c;
        this.bytes = bytes;
        this.file = file;
    }

    /** @param what for messages, for example {@code creating a/b in s3://bucket} */
    static S3Payload of(ObjectStore.Content content, String what) {
        if (content.size() > MAX_SIZE) {
            throw new OnsetException(
                    ErrorCode.STUDY_TOO_LARGE,
                    what + " is not possible: " + content.size() + " bytes, and S3 takes " + MAX_SIZE
                            + " in one request; nothing was stored");
        }
        return content.size() <= IN_MEMORY ? inMemory(content, what) : spooled(content, what);
    }

    private static S3Payload inMemory(ObjectStore.Content content, String what) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) content.size());
        try {
            Sums sums = copy(content, out);
            return new S3Payload(content.size(), sums.sha256, sums.crc32c, out.toByteArray(), null);
        } catch (IOException e) {
            throw unreadable(what, e);
        }
    }

    private static S3Payload spooled(ObjectStore.Content content, String what) {
        Path file;
        try {
            file = Files.createTempFile(OwnedFolder.ofProcess(), "s3-", ".part");
        } catch (IOException e) {
            throw LocalFiles.scratchFailure(what, Path.of(System.getProperty("java.io.tmpdir", ".")), e);
        }
        boolean kept = false;
        // a stream and not a channel: cancelled activities are interrupted, and that closes channels
        try (OutputStream out = new FileOutputStream(file.toFile())) {
            Sums sums = copy(content, new Disk(out, file, what));
            kept = true;
            return new S3Payload(content.size(), sums.sha256, sums.crc32c, new byte[0], file);
        } catch (IOException e) {
            throw unreadable(what, e);
        } finally {
            if (!kept) {
                DurableFiles.deleteQuietly(file);
            }
        }
    }

    private record Sums(String sha256, String crc32c) {}

    private static Sums copy(ObjectStore.Content content, OutputStream out) throws IOException {
        Digest.Running digest = new Digest.Running();
        CRC32C crc = new CRC32C();
        long seen = 0;
        try (InputStream in = content.open()) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                seen += n;
                if (seen > content.size()) {
                    break;
                }
                digest.update(buffer, 0, n);
                crc.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        if (seen != content.size()) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    "content announced with " + content.size() + " bytes had " + seen
                            + (seen > content.size() ? " or more" : "")
                            + "; nothing was stored; leave the file alone meanwhile");
        }
        int value = (int) crc.getValue();
        byte[] big = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
        return new Sums(digest.finish(), Base64.getEncoder().encodeToString(big));
    }

    private static OnsetException unreadable(String what, IOException e) {
        return new OnsetException(
                ErrorCode.FOLDER_UNUSABLE,
                what + " failed: the content cannot be read: " + e + "; nothing was stored",
                e);
    }

    long size() {
        return size;
    }

    /** One attempt's view; a late thread of a timed-out attempt must not share a file position with the next. */
    Body open(String bucket, String name, boolean exclusive) throws IOException {
        // the digest in the signature lets the server refuse what was damaged on the way; S3 keeps the CRC and checks
        // on read
        Http.Headers headers = new Http.Headers();
        headers.put(Http.Headers.X_AMZ_CONTENT_SHA256, sha256);
        headers.put("x-amz-checksum-crc32c", crc32c);
        headers.put(Http.Headers.X_AMZ_SDK_CHECKSUM_ALGORITHM, "CRC32C");
        if (exclusive) {
            headers.put("If-None-Match", "*");
        }
        PutObjectAPIArgs.Builder args = PutObjectAPIArgs.builder()
                .bucket(bucket)
                .object(name)
                .headers(headers)
                .contentType("application/octet-stream");
        if (file == null) {
            return new Body(args.data(bytes, bytes.length).build(), Optional.empty());
        }
        RandomAccessFile opened = new Outgoing(file, Pulse.current());
        return new Body(args.file(opened, size).build(), Optional.of(opened));
    }

    record Body(PutObjectAPIArgs args, Optional<RandomAccessFile> file) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (file.isPresent()) {
                file.get().close();
            }
        }
    }

    /** Whether a stream has exactly this content. */
    boolean equalTo(InputStream in) throws IOException {
        Digest.Running digest = new Digest.Running();
        byte[] buffer = new byte[BUFFER];
        long seen = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            seen += n;
            if (seen > size) {
                return false;
            }
            digest.update(buffer, 0, n);
        }
        return seen == size && digest.finish().equals(sha256);
    }

    @Override
    public void close() {
        if (file != null) {
            DurableFiles.deleteQuietly(file);
        }
    }

    /** What goes out, chunk by chunk, on a thread of the client: progress of whoever stores it. */
    private static final class Outgoing extends RandomAccessFile {
        private final Pulse pulse;

        Outgoing(Path file, Pulse pulse) throws IOException {
            super(file.toFile(), "r");
            this.pulse = pulse;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            pulse.tick();
            return super.read(buffer, offset, length);
        }
    }

    /** Tells a full disk from content that cannot be read. */
    private static final class Disk extends OutputStream {
        private final OutputStream out;
        private final Path file;
        private final String what;

        Disk(OutputStream out, Path file, String what) {
            this.out = out;
            this.file = file;
            this.what = what;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            try {
                out.write(buffer, offset, length);
            } catch (IOException e) {
                throw LocalFiles.scratchFailure(what + ": keeping it in " + file, file, e);
            }
        }
    }
}
