package dev.onset.infra.interactions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** Values of a large game on all of its coalitions as far as they are computed: a {@link RecordFile} of shards of {@value #SHARD} values. */
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

    private final Path file;
    private final String identity;

    /** @param identity names the game: 64 hexadecimal digits */
    PartialValues(Path file, String identity) {
        this.file = file;
        this.identity = identity;
    }

    /** All values: the shards on disk, then the missing ones, each on disk before the next begins. */
    double[] complete(int size, Computation computation, Progress progress) {
        double[] values = new double[size];
        try (RecordFile shards = RecordFile.open(file, identity)) {
            int from = read(shards, values);
            while (from < size) {
                progress.at(from, size);
                int to = Math.min(size, from + SHARD);
                computation.fill(values, from, to);
                if (to - from == SHARD) {
                    shards.append(bytes(values, from));
                }
                from = to;
            }
            progress.at(size, size);
            return values;
        } catch (IOException e) {
            throw OutputFile.failure("partial values " + file, file, "; whole shards are kept", e);
        }
    }

    /** How many values are whole, which are read. */
    private static int read(RecordFile shards, double[] values) throws IOException {
        int from = 0;
        while (from + SHARD <= values.length) {
            long place = shards.position();
            Optional<ByteBuffer> shard = shards.next();
            if (shard.isEmpty()) {
                break;
            }
            if (shard.get().remaining() != SHARD * Double.BYTES) {
                shards.back(place);
                break;
            }
            for (int i = 0; i < SHARD; i++) {
                values[from + i] = shard.get().getDouble();
            }
            from += SHARD;
        }
        return from;
    }

    private static byte[] bytes(double[] values, int from) {
        ByteBuffer shard = ByteBuffer.allocate(SHARD * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SHARD; i++) {
            shard.putDouble(values[from + i]);
        }
        return shard.array();
    }
}
