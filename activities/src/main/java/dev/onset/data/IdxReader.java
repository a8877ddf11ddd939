package dev.onset.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The IDX pair of the MNIST family: unsigned bytes behind a big-endian header, images and labels apart. */
final class IdxReader {
    private static final int UNSIGNED_BYTE = 0x08;

    private final DataSpec spec;
    private final int features;

    IdxReader(DataSpec spec) {
        this.spec = spec;
        features = spec.features();
    }

    Dataset read(DataFile images, DataFile labels) {
        ByteRows rows = new ByteRows(images, spec);
        int imageCount = images.read(in -> images(images, in, rows));
        int labelCount = labels.read(in -> labels(labels, in, rows.buffer()));
        if (imageCount != labelCount) {
            throw labels.invalid(
                    "holds " + labelCount + " labels for the " + imageCount + " images of " + images.name());
        }
        if (imageCount == 0) {
            throw images.invalid("holds no rows");
        }
        return rows.dataset();
    }

    private int images(DataFile file, InputStream in, ByteRows rows) throws IOException {
        int[] dimensions = header(file, in);
        long size = 1;
        for (int i = 1; i < dimensions.length; i++) {
            size = size > Integer.MAX_VALUE ? size : size * dimensions[i];
        }
        if (size != features) {
            throw file.invalid("header", "examples have " + size + " values, but data.shape has " + features);
        }
        byte[] example = new byte[features];
        for (int i = 0; i < dimensions[0]; i++) {
            if (in.readNBytes(example, 0, features) < features) {
                throw file.invalid(
                        "ends within example " + (i + 1) + " of the " + dimensions[0] + " its header promises");
            }
            rows.add(example);
        }
        end(file, in, dimensions[0]);
        return dimensions[0];
    }

    private int labels(DataFile file, InputStream in, RowBuffer rows) throws IOException {
        int[] dimensions = header(file, in);
        if (dimensions.length != 1) {
            throw file.invalid("header", "has " + dimensions.length + " dimensions; a labels file has one");
        }
        for (int i = 0; i < dimensions[0]; i++) {
            int label = in.read();
            if (label < 0) {
                throw file.invalid("ends after label " + i + " of the " + dimensions[0] + " its header promises");
            }
            if (label >= spec.classes()) {
                throw file.invalid(
                        "label " + (i + 1),
                        label + " is not from 0 to " + (spec.classes() - 1) + " (data.classes is " + spec.classes()
                                + ")");
            }
            rows.label(label);
        }
        end(file, in, dimensions[0]);
        return dimensions[0];
    }

    private static int[] header(DataFile file, InputStream in) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1) {
            throw file.invalid("header", "is no IDX header (two zero bytes, the type, the number of dimensions)");
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw file.invalid(
                    "header",
                    "values are of type 0x" + HexFormat.of().toHexDigits(magic[2])
                            + "; only unsigned bytes (0x08) are read");
        }
        byte[] sizes = in.readNBytes(4 * magic[3]);
        if (sizes.length < 4 * magic[3]) {
            throw file.invalid("header", "ends before its " + magic[3] + " dimensions");
        }
        int[] dimensions = new int[magic[3]];
        ByteBuffer.wrap(sizes).asIntBuffer().get(dimensions);
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw file.invalid("header", "has a dimension of " + Integer.toUnsignedString(dimension));
            }
        }
        return dimensions;
    }

    private static void end(DataFile file, InputStream in, int count) throws IOException {
        if (in.read() >= 0) {
            throw file.invalid("goes on after the " + count + " entries its header promises");
        }
    }
}
