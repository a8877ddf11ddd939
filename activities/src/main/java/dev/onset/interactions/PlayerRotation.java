package dev.onset.interactions;

/**
 * Turns the pair of coordinates of each player, absent and present, by one angle: x0 + t x1 and x1 - t x0, with the angle's
 * tangent t. That is a rotation times sqrt(1 + t^2) for each player.
 *
 * <p><b>Order.</b> The turned array has its players in another order: those of the lowest bits come last. Then every player is
 * turned at a distance of many entries, in loops that the compiler makes vector instructions of; between the two halves of
 * the work the array is transposed. What depends on the number of players of a coalition alone is the same in both orders.
 *
 * <p>The compiler makes vector instructions of such loops only where the distance is a constant, so the common ones are
 * written out; and only where it looks at few loops at a time, so they are together in a method that is too long to be
 * compiled as a part of its callers.
 */
final class PlayerRotation {
    /** Most players that change places. */
    private static final int MOST_MOVED = 5;

    private PlayerRotation() {}

    /** From x, which is used up, to the turned order. */
    static void turn(double[] x, double tangent, double[] turned) {
        int moved = moved(x.length);
        levels(x, 1 << moved, tangent);
        transpose(x, x.length >> moved, 1 << moved, turned);
        levels(turned, x.length >> moved, tangent);
    }

    /** The transpose of {@link #turn} by the same tangent: from the turned order, whose array is used up. */
    static void turnBack(double[] turned, double tangent, double[] x) {
        int moved = moved(x.length);
        levels(turned, x.length >> moved, -tangent);
        transpose(turned, 1 << moved, x.length >> moved, x);
        levels(x, 1 << moved, -tangent);
    }

    private static int moved(int length) {
        return Math.min(MOST_MOVED, Integer.numberOfTrailingZeros(length) / 2);
    }

    /** All players whose halves are {@code first} entries apart, or more. */
    private static void levels(double[] x, int first, double t) {
        int h = first;
        for (; 4 * h <= x.length; h *= 4) {
            twoPlayers(x, h, t);
        }
        if (2 * h <= x.length) {
            lastPlayer(x, h, t);
        }
    }

    private static void twoPlayers(double[] x, int h, double t) {
        switch (h) {
            case 16 -> {
                for (int b = 0; b < x.length; b += 4 * 16) {
                    two(x, b, 16, t);
                }
            }
            case 32 -> {
                for (int b = 0; b < x.length; b += 4 * 32) {
                    two(x, b, 32, t);
                }
            }
            case 64 -> {
                for (int b = 0; b < x.length; b += 4 * 64) {
                    two(x, b, 64, t);
                }
            }
            case 128 -> {
                for (int b = 0; b < x.length; b += 4 * 128) {
                    two(x, b, 128, t);
                }
            }
            case 256 -> {
                for (int b = 0; b < x.length; b += 4 * 256) {
                    two(x, b, 256, t);
                }
            }
            case 512 -> {
                for (int b = 0; b < x.length; b += 4 * 512) {
                    two(x, b, 512, t);
                }
            }
            case 1024 -> {
                for (int b = 0; b < x.length; b += 4 * 1024) {
                    two(x, b, 1024, t);
                }
            }
            default -> {
                for (int b = 0; b < x.length; b += 4 * h) {
                    two(x, b, h, t);
                }
            }
        }
    }

    private static void lastPlayer(double[] x, int h, double t) {
        switch (h) {
            case 64 -> one(x, 64, t);
            case 256 -> one(x, 256, t);
            case 512 -> one(x, 512, t);
            case 1024 -> one(x, 1024, t);
            case 2048 -> one(x, 2048, t);
            default -> one(x, h, t);
        }
    }

    private static void two(double[] x, int b, int h, double t) {
        for (int i = b; i < b + h; i++) {
            double x0 = x[i];
            double x1 = x[i + h];
            double x2 = x[i + 2 * h];
            double x3 = x[i + 3 * h];
            double y0 = x0 + t * x1;
            double y1 = x1 - t * x0;
            double y2 = x2 + t * x3;
            double y3 = x3 - t * x2;
            x[i] = y0 + t * y2;
            x[i + h] = y1 + t * y3;
            x[i + 2 * h] = y2 - t * y0;
            x[i + 3 * h] = y3 - t * y1;
        }
    }

    private static void one(double[] x, int h, double t) {
        for (int i = 0; i < h; i++) {
            double x0 = x[i];
            double x1 = x[i + h];
            x[i] = x0 + t * x1;
            x[i + h] = x1 - t * x0;
        }
    }

    /** y becomes the transpose of the matrix x. */
    private static void transpose(double[] x, int rows, int columns, double[] y) {
        if (rows < 4 || columns < 4) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    y[c * rows + r] = x[r * columns + c];
                }
            }
            return;
        }
        for (int r = 0; r < rows; r += 4) {
            for (int c = 0; c < columns; c += 4) {
                block(x, r * columns + c, columns, y, c * rows + r, rows);
            }
        }
    }

    /** Four rows and columns, held in registers. */
    private static void block(double[] x, int from, int columns, double[] y, int to, int rows) {
        int r1 = from + columns;
        int r2 = r1 + columns;
        int r3 = r2 + columns;
        double a0 = x[from];
        double a1 = x[from + 1];
        double a2 = x[from + 2];
        double a3 = x[from + 3];
        double b0 = x[r1];
        double b1 = x[r1 + 1];
        double b2 = x[r1 + 2];
        double b3 = x[r1 + 3];
        double c0 = x[r2];
        double c1 = x[r2 + 1];
        double c2 = x[r2 + 2];
        double c3 = x[r2 + 3];
        double d0 = x[r3];
        double d1 = x[r3 + 1];
        double d2 = x[r3 + 2];
        double d3 = x[r3 + 3];
        int t1 = to + rows;
        int t2 = t1 + rows;
        int t3 = t2 + rows;
        y[to] = a0;
        y[to + 1] = b0;
        y[to + 2] = c0;
        y[to + 3] = d0;
        y[t1] = a1;
        y[t1 + 1] = b1;
        y[t1 + 2] = c1;
        y[t1 + 3] = d1;
        y[t2] = a2;
        y[t2 + 1] = b2;
        y[t2 + 2] = c2;
        y[t2 + 3] = d2;
        y[t3] = a3;
        y[t3 + 1] = b3;
        y[t3 + 2] = c3;
        y[t3 + 3] = d3;
    }
}
