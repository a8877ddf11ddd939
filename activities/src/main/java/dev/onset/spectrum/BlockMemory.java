package dev.onset.spectrum;

import java.util.Optional;

/** Where finished blocks of a sampled game are kept, so that what was cut off goes on from them to the same bits. */
public interface BlockMemory {
    /** The values of a block that was kept, [output][evaluation]; empty where it has to be computed. */
    Optional<double[][]> recall(int block);

    /** Keeps a finished block. */
    void keep(int block, double[][] values);

    /** Keeps nothing. */
    BlockMemory NONE = new BlockMemory() {
        @Override
        public Optional<double[][]> recall(int block) {
            return Optional.empty();
        }

        @Override
        public void keep(int block, double[][] values) {}
    };
}
