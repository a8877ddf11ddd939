package dev.onset.springblock;

/** What a 3 x 3 convolution sees: for every position of an image the channels of its nine neighbours, zeros outside. */
final class Gather {
    static final int TAPS = 9;
    private static final int REACH = 1;

    private Gather() {}

    /** columns [images x side^2 x 9 channels] from x [images x side^2 x channels]. */
    static void columns(double[] x, double[] columns, int images, int side, int channels) {
        move(x, columns, images, side, channels, true);
    }

    /** x += what columns hold of it: the transpose of {@link #columns}. */
    static void scatter(double[] columns, double[] x, int images, int side, int channels) {
        move(x, columns, images, side, channels, false);
    }

    private static void move(double[] x, double[] columns, int images, int side, int channels, boolean gather) {
        int to = 0;
        for (int image = 0; image < images; image++) {
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    for (int dy = -REACH; dy <= REACH; dy++) {
                        for (int dx = -REACH; dx <= REACH; dx++) {
                            int r = row + dy;
                            int c = column + dx;
                            boolean inside = r >= 0 && r < side && c >= 0 && c < side;
                            int from = ((image * side + r) * side + c) * channels;
                            for (int k = 0; k < channels; k++) {
                                if (gather) {
                                    columns[to + k] = inside ? x[from + k] : 0;
                                } else if (inside) {
                                    x[from + k] += columns[to + k];
                                }
                            }
                            to += channels;
                        }
                    }
                }
            }
        }
    }
}
