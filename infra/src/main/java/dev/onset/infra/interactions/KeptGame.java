package dev.onset.infra.interactions;

import dev.onset.spectrum.MaskValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A game that keeps what it was asked in a {@link RecordFile}: after a crash the same questions in the same order are answered from it, and the
 * network is asked from the first that is not there. A question is its masks, of which a checksum is kept: where another one is asked,
 * what was kept from there on is of another command and is dropped. The file is begun once {@value #RECORD} values are there to be kept.
 */
final class KeptGame implements MaskValues, AutoCloseable {
    /** Values of a record, about. */
    static final int RECORD = 1 << 12;

    private static final int QUESTION = 2 * Integer.BYTES;

    private final MaskValues game;
    private final Path file;
    private final String identity;
    private final ByteBuffer asked;
    private @Nullable RecordFile records;
    /** Answers of a record that is read, as far as it was not asked for yet. */
    private Optional<ByteBuffer> known = Optional.empty();
    /** Where that record begins. */
    private long place;

    /** @param identity names the game: 64 hexadecimal digits */
    KeptGame(MaskValues game, Path file, String identity) {
        this.game = game;
        this.file = file;
        this.identity = identity;
        this.asked = ByteBuffer.allocate((RECORD + game.batch()) * (game.outputs() * Double.BYTES + QUESTION))
                .order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (Files.exists(file)) {
                records = RecordFile.open(file, identity);
                read(records);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void read(RecordFile from) throws IOException {
        place = from.position();
        known = from.next();
    }

    @Override
    public int players() {
        return game.players();
    }

    @Override
    public int outputs() {
        return game.outputs();
    }

    @Override
    public int batch() {
        return game.batch();
    }

    @Override
    public void evaluate(long[] masks, int count, double[][] values) {
        int question = checksum(masks, count);
        try {
            if (!recalled(question, count, values)) {
                game.evaluate(masks, count, values);
            }
            keep(question, count, values);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private boolean recalled(int question, int count, double[][] values) {
        if (known.isEmpty()) {
            return false;
        }
        ByteBuffer answers = known.get();
        boolean same = answers.remaining() >= QUESTION + count * outputs() * Double.BYTES
                && answers.getInt(answers.position()) == question
                && answers.getInt(answers.position() + Integer.BYTES) == count;
        if (!same) {
            known = Optional.empty();
            if (records != null) {
                records.back(place); // what was answered from this record is kept again with what comes now
            }
            return false;
        }
        answers.position(answers.position() + QUESTION);
        for (int output = 0; output < outputs(); output++) {
            for (int i = 0; i < count; i++) {
                values[output][i] = answers.getDouble();
            }
        }
        return true;
    }

    private void keep(int question, int count, double[][] values) throws IOException {
        asked.putInt(question).putInt(count);
        for (int output = 0; output < outputs(); output++) {
            for (int i = 0; i < count; i++) {
                asked.putDouble(values[output][i]);
            }
        }
        if (known.isPresent() && records != null) {
            if (!known.get().hasRemaining()) {
                asked.clear(); // it is on disk
                read(records);
            }
            return;
        }
        if (asked.position() >= RECORD * outputs() * Double.BYTES) {
            if (records == null) {
                records = RecordFile.open(file, identity);
            }
            byte[] record = new byte[asked.flip().remaining()];
            asked.get(record).clear();
            records.append(record);
        }
    }

    private int checksum(long[] masks, int count) {
        int words = (players() + Long.SIZE - 1) / Long.SIZE * count;
        ByteBuffer bytes = ByteBuffer.allocate(words * Long.BYTES);
        bytes.asLongBuffer().put(masks, 0, words);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    private RuntimeException failure(IOException e) {
        return OutputFile.failure("kept evaluations " + file, file, "; whole records are kept", e);
    }

    @Override
    public void close() {
        try {
            if (records != null) {
                records.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
