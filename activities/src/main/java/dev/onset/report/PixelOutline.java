package dev.onset.report;

import java.util.HashSet;
import java.util.Set;

/** The outline of a group of pixels: every pixel edge that only one of the group's pixels has. */
final class PixelOutline {
    private PixelOutline() {}

    static String of(int[] pixels, int width) {
        Set<Integer> group = new HashSet<>();
        for (int p : pixels) {
            group.add(p);
        }
        StringBuilder d = new StringBuilder();
        for (int p : pixels) {
            int row = p / width;
            int column = p % width;
            if (!group.contains(p - width)) {
                d.append('M').append(column).append(' ').append(row).append("h1");
            }
            if (!group.contains(p + width)) {
                d.append('M').append(column).append(' ').append(row + 1).append("h1");
            }
            if (column == 0 || !group.contains(p - 1)) {
                d.append('M').append(column).append(' ').append(row).append("v1");
            }
            if (column == width - 1 || !group.contains(p + 1)) {
                d.append('M').append(column + 1).append(' ').append(row).append("v1");
            }
        }
        return d.toString();
    }

    static String fill(int[] pixels, int width) {
        StringBuilder d = new StringBuilder();
        for (int p : pixels) {
            d.append('M').append(p % width).append(' ').append(p / width).append("h1v1h-1z");
        }
        return d.toString();
    }
}
