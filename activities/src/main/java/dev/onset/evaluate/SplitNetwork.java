package dev.onset.evaluate;

import java.util.Optional;

/**
 * A network that is open to be asked about what its first half makes of examples.
 *
 * @param before the first half: features of an example to those of the feature map, row-major, channels first; absent where the
 *     network is asked whole
 * @param after what is asked: the second half, whose row is a feature map, or the network
 */
public record SplitNetwork(Optional<Evaluator> before, Evaluator after) implements AutoCloseable {
    /** A network that is asked whole. */
    public static SplitNetwork whole(Evaluator network) {
        return new SplitNetwork(Optional.empty(), network);
    }

    @Override
    public void close() {
        try {
            after.close();
        } finally {
            before.ifPresent(Evaluator::close);
        }
    }
}
