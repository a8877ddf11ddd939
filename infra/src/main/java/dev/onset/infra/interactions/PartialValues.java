package dev.onset.infra.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Values of a large game as far as they are computed, beside the result they are for: a header that names model and sample by
 * their digests, then shards of {@value #SHARD} values, each with a checksum over that name and itself. What a crash leaves behind is whole shards and
 * at most one broken one, which is cut off; a file of another model or sample is begun anew.
 */
final class PartialValues {
    /** Values of a shard: a multiple of every batch. */
    static final int SHARD = 1 << 14;

    /** Computes values[from..to). */
    interface Computation {
        void fill(double[] values, int from, int to);
    }

    /** Told after each shard. */
    interface Progress {
        void at(int done, int all);
    }

    private static final int RECORD = 8 * SHARD + 8;

    private final Path file;
    private final byte[] header;

    /** @param identity names the game: 64 hexadecimal digits */
    PartialValues(Path file, String identity) {
        this.file = file;
        this.header = identity.getBytes(StandardCharsets.US_ASCII);
    }

    /** All values: the shards on disk, then the missing ones, each on disk before the next begins. */
    double[] complete(int size, Computation computation, Progress progress) {
        double[] values = new double[size];
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw new OnsetException(
                        ErrorCode.STUDY_LOCKED,
                        "another process computes values for this output (" + file + "); nothing was computed; wait for"
                                + " it or give another --out");
            }
            int from = read(channel, values);
            channel.truncate(header.length + (long) (from / SHARD) * RECORD);
            channel.position(channel.size());
            while (from < size) {
                progress.at(from, size);
                int to = Math.min(size, from + SHARD);
                computation.fill(values, from, to);
                if (to - from == SHARD) {
                    write(channel, values, from);
                }
                from = to;
            }
            progress.at(size, size);
            return values;
        } catch (IOException e) {
            throw OutputFile.failure("partial values " + file, file, "; whole shards are kept", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Removes the file once the result is written. */
    void done() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.STUDY_INVALID, file + " cannot be removed: " + e, e);
        }
    }

    /** Values that are whole; the header is written where there is none of this game. */
    private int read(FileChannel channel, double[] values) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(header.length);
        fill(channel, found, 0);
        if (!found.flip().equals(ByteBuffer.wrap(header))) {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(header), 0);
            return 0;
        }
        ByteBuffer record = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);
        int from = 0;
        while (from + SHARD <= values.length) {
            record.clear();
            fill(channel, record, header.length + (long) (from / SHARD) * RECORD);
            if (record.hasRemaining() || record.getLong(8 * SHARD) != checksum(record)) {
                break;
            }
            for (int i = 0; i < SHARD; i++) {
                values[from + i] = record.getDouble(8 * i);
            }
            from += SHARD;
        }
        return from;
    }

    private void write(FileChannel channel, double[] values, int from) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SHARD; i++) {
            record.putDouble(values[from + i]);
        }
        record.putLong(checksum(record)).flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
        channel.force(false);
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, position + buffer.position());
        }
    }

    /** Over the game's name as well: a shard that another game's process wrote is no shard of this one. */
    private long checksum(ByteBuffer record) {
        CRC32C checksum = new CRC32C();
        checksum.update(header);
        checksum.update(record.array(), 0, 8 * SHARD);
        return checksum.getValue();
    }
}
