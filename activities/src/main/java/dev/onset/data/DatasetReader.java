package dev.onset.data;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Reads data files whole or refuses them whole.
 *
 * <p>Whatever is wrong with a file (missing, damaged, ragged, not finite, labels that are no class, fewer rows than the
 * split needs) is {@link ErrorCode#DATA_INVALID} and names file, line, column and value. Gzip is recognised by content,
 * never by name.
 */
public final class DatasetReader {
    private final Map<String, DataFile> files;
    private final DataSpec spec;

    private DatasetReader(Map<String, DataFile> files, DataSpec spec) {
        this.files = files;
        this.spec = spec;
    }

    /**
     * Reads a data set.
     *
     * @param files those of {@link DataSpec#sources}, where they are on this machine
     */
    public static Dataset read(Map<String, Path> files, DataSpec spec) {
        return reader(files, spec).read();
    }

    /** Reads bundled data, by its name with or without {@code bundled:}. */
    public static Dataset readBundled(String name, DataSpec spec) {
        if (BundledData.fileName(name).isEmpty()) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID, "no data set named " + DataFile.show(name) + " is bundled");
        }
        DataFile file = new DataFile(name, () -> BundledData.open(name).orElseThrow());
        return new DatasetReader(Map.of(DataRoles.DATA, file), spec).read();
    }

    /** The same data with the number of examples that its files say each part has, where they say so. */
    public static DataSpec withParts(Map<String, Path> files, DataSpec spec) {
        if (!spec.format().isSplit()) {
            return spec;
        }
        DatasetReader whole = reader(files, spec);
        DatasetReader reader = spec.format() == DataSpec.Format.NPZ ? new DatasetReader(whole.npz(), spec) : whole;
        return spec.withParts(
                NpyPart.count(reader.file(DataRoles.TRAIN_INPUTS)), NpyPart.count(reader.file(DataRoles.TEST_INPUTS)));
    }

    private static DatasetReader reader(Map<String, Path> files, DataSpec spec) {
        return new DatasetReader(
                files.entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                Map.Entry::getKey, entry -> DataFile.of(entry.getValue()))),
                spec);
    }

    private DataFile file(String role) {
        DataFile file = files.get(role);
        if (file == null) {
            throw new IllegalArgumentException("the data have no file '" + role + "' but " + files.keySet());
        }
        return file;
    }

    private Dataset read() {
        return switch (spec.format()) {
            case CSV, CSV_HEADER -> enough(file(DataRoles.DATA).read(new CsvReader(file(DataRoles.DATA), spec)::read));
            case IDX -> enough(new IdxReader(spec).read(file(DataRoles.DATA), file(DataRoles.LABELS)));
            case CIFAR10 -> enough(file(DataRoles.DATA).read(new CifarReader(file(DataRoles.DATA), spec)::read));
            case IMAGE_FOLDER -> enough(file(DataRoles.DATA).read(new ImageReader(file(DataRoles.DATA), spec)::read));
            case TSV -> enough(file(DataRoles.DATA).read(new TsvReader(file(DataRoles.DATA), spec, legend())::read));
            case NPY -> parts();
            case NPZ -> new DatasetReader(npz(), spec).parts();
        };
    }

    /** The arrays of an archive, and what lies beside it. */
    private Map<String, DataFile> npz() {
        Map<String, DataFile> all = new TreeMap<>(files);
        all.putAll(NpzFiles.of(file(DataRoles.DATA)));
        return all;
    }

    private Legend legend() {
        return files.containsKey(DataRoles.VOCABULARY)
                ? new Legend(List.of(), VocabularyReader.read(file(DataRoles.VOCABULARY)))
                : Legend.NONE;
    }

    private Dataset enough(Dataset data) {
        long needed = (long) spec.train() + spec.test();
        if (data.count() < needed) {
            throw file(DataRoles.DATA)
                    .invalid("holds " + data.count() + " rows; data.train " + spec.train() + " and data.test "
                            + spec.test() + " need " + needed);
        }
        return data;
    }

    private Dataset parts() {
        DataFile first = file(DataRoles.TRAIN_INPUTS);
        RowBuffer rows = new RowBuffer(first, spec.features());
        NpyPart part = new NpyPart(spec, rows);
        int train = part.read(first, file(DataRoles.TRAIN_LABELS));
        part.read(file(DataRoles.TEST_INPUTS), file(DataRoles.TEST_LABELS));
        return new Dataset(
                first.name(),
                rows.values(),
                rows.labels(),
                spec.shape(),
                spec.classes(),
                OptionalInt.of(train),
                legend());
    }
}
