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
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is computed of a game so far, beside the result it is for: a header that names the game, then records, each with its length and a
 * checksum over that name and itself. What a crash leaves behind is whole records and at most one broken one, which is cut off; a
 * file of another game is begun anew. One process at a time has it.
 */
final class RecordFile implements AutoCloseable {
    private static final int MOST_BYTES = 64 << 20;

    private final FileChannel channel;
    private final byte[] header;
    /** Where the next record is read, and once none is left, written. */
    private long position;

    /**
     * Opens a file, or begins it.
     *
     * @param identity names the game: 64 hexadecimal digits
     * @throws OnsetException STUDY_LOCKED where another process has it
     */
    static RecordFile open(Path file, String identity) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new OnsetException(
                    ErrorCode.STUDY_LOCKED,
                    "another process computes values for this output (" + file + "); nothing was computed; wait for"
                            + " it or give another --out");
        }
        return new RecordFile(channel, identity.getBytes(StandardCharsets.US_ASCII));
    }

    private RecordFile(FileChannel channel, byte[] header) throws IOException {
        this.channel = channel;
        this.header = header;
        this.position = header.length;
        ByteBuffer found = ByteBuffer.allocate(header.length);
        fill(found, 0);
        if (!found.flip().equals(ByteBuffer.wrap(header))) {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(header), 0);
        }
    }

    /** Held until the channel is closed. */
    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The next whole record; empty where none is left, and from then on they are appended. */
    Optional<ByteBuffer> next() throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(length, position);
        int bytes = length.hasRemaining() ? -1 : length.getInt(0);
        if (bytes < 0 || bytes > MOST_BYTES) {
            return Optional.empty();
        }
        ByteBuffer record = ByteBuffer.allocate(bytes + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(record, position + Integer.BYTES);
        if (record.hasRemaining() || record.getLong(bytes) != checksum(record.array(), bytes)) {
            return Optional.empty();
        }
        position += Integer.BYTES + bytes + Long.BYTES;
        return Optional.of(record.flip().limit(bytes));
    }

    /** Where the record after those read so far begins. */
    long position() {
        return position;
    }

    /** Takes back what was read from a place on: the next record that is appended stands there. */
    void back(long to) {
        position = to;
    }

    /** Appends a record behind those read so far, whatever stood there; it is on disk afterwards. */
    void append(byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + content.length + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.length)
                .put(content)
                .putLong(checksum(content, content.length))
                .flip();
        channel.truncate(position);
        while (record.hasRemaining()) {
            position += channel.write(record, position);
        }
        channel.force(false);
    }

    private void fill(ByteBuffer buffer, long from) throws IOException {
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, from + buffer.position());
        }
    }

    /** Over the game's name as well: a record that another game's process wrote is none of this one. */
    private long checksum(byte[] content, int bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(header);
        checksum.update(content, 0, bytes);
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Removes a file once the result is written. */
    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.STUDY_INVALID, file + " cannot be removed: " + e, e);
        }
    }
}
