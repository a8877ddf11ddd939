package dev.onset.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The four arrays of an archive that {@code numpy.savez} writes, each as a file. */
final class NpzFiles {
    /** Under which names an archive may have an array. */
    private static final Map<String, List<String>> NAMES = Map.of(
            DataRoles.TRAIN_INPUTS, List.of("trainInputs", "x_train", "train_x"),
            DataRoles.TRAIN_LABELS, List.of("trainLabels", "y_train", "train_y"),
            DataRoles.TEST_INPUTS, List.of("testInputs", "x_test", "test_x"),
            DataRoles.TEST_LABELS, List.of("testLabels", "y_test", "test_y"));

    private NpzFiles() {}

    static Map<String, DataFile> of(DataFile archive) {
        List<String> entries = archive.read(NpzFiles::entries);
        Map<String, DataFile> files = new TreeMap<>();
        NAMES.forEach((role, names) -> {
            String entry = names.stream()
                    .map(name -> name + ".npy")
                    .filter(entries::contains)
                    .findFirst()
                    .orElseThrow(() ->
                            archive.invalid("has no array " + String.join(" or ", names) + "; it has " + entries));
            files.put(role, new DataFile(archive.name() + " " + entry, () -> open(archive, entry)));
        });
        return files;
    }

    private static List<String> entries(InputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            names.add(entry.getName());
        }
        return names;
    }

    private static InputStream open(DataFile archive, String name) throws IOException {
        InputStream stored = archive.opener().open();
        ZipInputStream zip = new ZipInputStream(stored);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().equals(name)) {
                return new FilterInputStream(zip) {};
            }
        }
        stored.close();
        throw new IOException("the archive changed while it was read");
    }
}
