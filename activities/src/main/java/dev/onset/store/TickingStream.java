package dev.onset.store;

import dev.onset.pulse.Pulse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of which every chunk is progress of the work that wanted it. */
final class TickingStream extends FilterInputStream {
    private final Pulse pulse;

    TickingStream(InputStream in, Pulse pulse) {
        super(in);
        this.pulse = pulse;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        pulse.tick();
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        pulse.tick();
        return count;
    }
}
