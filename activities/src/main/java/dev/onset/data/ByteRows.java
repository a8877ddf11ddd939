package dev.onset.data;

/** Examples of unsigned bytes, scaled. */
final class ByteRows {
    private final DataFile file;
    private final DataSpec spec;
    private final RowBuffer rows;
    private final float[] scaled = new float[256];

    ByteRows(DataFile file, DataSpec spec) {
        this.file = file;
        this.spec = spec;
        rows = new RowBuffer(file, spec.features());
        for (int i = 0; i < 256; i++) {
            scaled[i] = (float) (i / spec.scale());
        }
        if (!Float.isFinite(scaled[255])) {
            throw file.invalid(
                    "255 is not a finite single-precision number after dividing by data.scale " + spec.scale());
        }
    }

    void add(byte[] example) {
        for (byte b : example) {
            rows.value(scaled[b & 0xff]);
        }
    }

    RowBuffer buffer() {
        return rows;
    }

    Dataset dataset() {
        return new Dataset(file.name(), rows.values(), rows.labels(), spec.shape(), spec.classes());
    }
}
