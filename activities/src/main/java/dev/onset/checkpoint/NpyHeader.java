package dev.onset.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of an array in NumPy's format 1.0: magic, version, length, and a Python dictionary as text. Written with the
 * bytes that {@code numpy.save} writes.
 *
 * @param type of the values
 * @param shape sizes of the dimensions, none for a scalar
 */
record NpyHeader(Type type, List<Integer> shape) {
    /** Magic, version and length. */
    static final int PREFIX = 10;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    /** NumPy leaves room for the first dimension to grow to this many digits in place. */
    private static final int GROWTH_DIGITS = 21;

    private static final Pattern TEXT = Pattern.compile("\\{'descr': '([^']*)', 'fortran_order': (True|False),"
            + " 'shape': \\(((?:[0-9]{1,10},|[0-9]{1,10}(?:, [0-9]{1,10})+)?)\\), \\} *\n");

    /** Element types, little-endian. */
    enum Type {
        FLOAT32("<f4", Float.BYTES),
        FLOAT64("<f8", Double.BYTES),
        INT64("<i8", Long.BYTES),
        INT32("<i4", Integer.BYTES),
        INT16("<i2", Short.BYTES),
        INT8("|i1", Byte.BYTES),
        UINT8("|u1", Byte.BYTES),
        BOOL("|b1", Byte.BYTES);

        private final String descr;
        private final int width;

        Type(String descr, int width) {
            this.descr = descr;
            this.width = width;
        }

        /** NumPy's name for it. */
        String descr() {
            return descr;
        }

        boolean isWhole() {
            return this != FLOAT32 && this != FLOAT64;
        }

        /** Bytes of one value. */
        int width() {
            return width;
        }
    }

    NpyHeader {
        shape = List.copyOf(shape);
    }

    static NpyHeader of(Type type, int... shape) {
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has a negative size");
            }
        }
        return new NpyHeader(type, Arrays.stream(shape).boxed().toList());
    }

    /** How many values the shape holds. */
    long count() {
        long count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, (long) size);
        }
        return count;
    }

    byte[] bytes() {
        String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String text = "{'descr': '" + type.descr + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.size() == 1 ? "," : "") + "), }";
        if (!shape.isEmpty()) {
            text += " ".repeat(GROWTH_DIGITS - String.valueOf(shape.get(0)).length());
        }
        int length = PREFIX + text.length() + 1;
        byte[] body = (text + " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        if (body.length > 0xffff) {
            throw new IllegalArgumentException("a shape of " + shape.size() + " dimensions does not fit format 1.0");
        }
        return ByteBuffer.allocate(PREFIX + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    /** Checks magic and version, and returns the length of what follows the prefix. */
    static int bodyLength(byte[] prefix) throws MalformedArrayException {
        if (!Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new MalformedArrayException("does not begin with NumPy's magic bytes");
        }
        if (!isLater(prefix) && (prefix[6] != 1 || prefix[7] != 0)) {
            throw new MalformedArrayException("has format version " + prefix[6] + "." + prefix[7] + ", not 1.0");
        }
        return Byte.toUnsignedInt(prefix[8]) | Byte.toUnsignedInt(prefix[9]) << 8;
    }

    /** Whether the version is one whose length has two bytes more. */
    static boolean isLater(byte[] prefix) {
        return (prefix[6] == 2 || prefix[6] == 3) && prefix[7] == 0;
    }

    static NpyHeader parse(byte[] body) throws MalformedArrayException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedArrayException("has a header that is not a plain array's: " + printable(text));
        }
        if (matcher.group(2).equals("True")) {
            throw new MalformedArrayException("is in Fortran order, not in C order");
        }
        return new NpyHeader(type(matcher.group(1)), sizes(matcher.group(3)));
    }

    private static Type type(String descr) throws MalformedArrayException {
        for (Type type : Type.values()) {
            if (type.descr.equals(descr)) {
                return type;
            }
        }
        throw new MalformedArrayException("holds '" + printable(descr) + "', none of "
                + Arrays.stream(Type.values()).map(Type::descr).toList());
    }

    private static List<Integer> sizes(String list) throws MalformedArrayException {
        List<Integer> sizes = new ArrayList<>();
        for (String size : list.split(", ?")) {
            if (!size.isEmpty()) {
                long value = Long.parseLong(size);
                if (value > Integer.MAX_VALUE) {
                    throw new MalformedArrayException("has a dimension of " + size);
                }
                sizes.add((int) value);
            }
        }
        return sizes;
    }

    private static String printable(String text) {
        String line = text.stripTrailing().replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= 100 ? line : line.substring(0, 100) + "...";
    }
}
