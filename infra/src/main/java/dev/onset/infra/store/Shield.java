package dev.onset.infra.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * Keeps a thread's interrupt from breaking off what it does with the store: cancelled activities are interrupted, and still
 * have to commit. The interrupt is kept and set again afterwards.
 */
final class Shield {
    private Shield() {}

    static <T> T over(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            restore(interrupted);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A stream that reads on although its thread is interrupted. */
    static InputStream over(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                boolean interrupted = Thread.interrupted();
                try {
                    return in.read();
                } finally {
                    restore(interrupted);
                }
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                boolean interrupted = Thread.interrupted();
                try {
                    return in.read(buffer, offset, length);
                } finally {
                    restore(interrupted);
                }
            }

            @Override
            public void close() throws IOException {
                boolean interrupted = Thread.interrupted();
                try {
                    in.close();
                } finally {
                    restore(interrupted);
                }
            }
        };
    }
}
