package dev.onset.data;

import java.io.IOException;
import java.io.InputStream;

/** The binary version of CIFAR-10: records of one label byte and the bytes of an image, plane after plane. */
final class CifarReader {
    private final DataFile file;
    private final DataSpec spec;

    CifarReader(DataFile file, DataSpec spec) {
        this.file = file;
        this.spec = spec;
    }

    Dataset read(InputStream in) throws IOException {
        ByteRows rows = new ByteRows(file, spec);
        byte[] image = new byte[spec.features()];
        int record = 0;
        for (int label = in.read(); label >= 0; label = in.read()) {
            record++;
            if (label >= spec.classes()) {
                throw file.invalid(
                        "record " + record,
                        "label " + label + " is not from 0 to " + (spec.classes() - 1) + " (data.classes is "
                                + spec.classes() + ")");
            }
            if (in.readNBytes(image, 0, image.length) < image.length) {
                throw file.invalid(
                        "record " + record,
                        "ends early: a record is a label and the " + image.length + " bytes of data.shape "
                                + spec.shape());
            }
            rows.add(image);
            rows.buffer().label(label);
        }
        if (record == 0) {
            throw file.invalid("holds no rows");
        }
        return rows.dataset();
    }
}
