package dev.onset.data;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads data files whole or refuses them whole.
 *
 * <p>Whatever is wrong with a file (missing, damaged, ragged, not finite, labels that are no class, fewer rows than the
 * split needs) is {@link ErrorCode#DATA_INVALID} and names file, line, column and value. Gzip is recognised by content,
 * never by name.
 */
public final class DatasetReader {
    private DatasetReader() {}

    /**
     * Reads a data set.
     *
     * @param file the CSV file, or the images file of an IDX pair
     * @param labels the labels file of an IDX pair; empty for CSV
     */
    public static Dataset read(Path file, Optional<Path> labels, DataSpec spec) {
        return read(DataFile.of(file), labels.map(DataFile::of), spec);
    }

    /** Reads bundled data, by its name with or without {@code bundled:}. */
    public static Dataset readBundled(String name, DataSpec spec) {
        if (BundledData.fileName(name).isEmpty()) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID, "no data set named " + DataFile.show(name) + " is bundled");
        }
        return read(new DataFile(name, () -> BundledData.open(name).orElseThrow()), Optional.empty(), spec);
    }

    private static Dataset read(DataFile file, Optional<DataFile> labels, DataSpec spec) {
        Dataset data = switch (spec.format()) {
            case CSV, CSV_HEADER -> file.read(new CsvReader(file, spec)::read);
            case IDX ->
                new IdxReader(spec)
                        .read(
                                file,
                                labels.orElseThrow(() -> file.invalid("is an IDX images file without labels file")));
        };
        long needed = (long) spec.train() + spec.test();
        if (data.count() < needed) {
            throw file.invalid("holds " + data.count() + " rows; data.train " + spec.train() + " and data.test "
                    + spec.test() + " need " + needed);
        }
        return data;
    }
}
