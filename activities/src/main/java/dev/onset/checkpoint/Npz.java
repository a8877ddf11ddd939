package dev.onset.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Several arrays, and small documents beside them, in one file that NumPy opens: a zip archive of uncompressed entries. The
 * same entries give the same bytes, since no time is written; one file is one request to a store, whatever it holds.
 */
public final class Npz {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,60}\\.(npy|json)");
    private static final int BUFFER = 1 << 16;

    private Npz() {}

    /** Packs files under their names, replacing a file that is there. */
    public static Path pack(Path target, SortedMap<String, Path> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                if (!NAME.matcher(file.getKey()).matches()) {
                    throw new IllegalArgumentException("'" + file.getKey() + "' is no name of an entry");
                }
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setSize(Files.size(file.getValue()));
                entry.setCompressedSize(entry.getSize());
                entry.setCrc(crc(file.getValue()));
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(file.getValue(), zip);
                zip.closeEntry();
            }
        }
        return target;
    }

    /**
     * Unpacks into a folder.
     *
     * @throws MalformedArrayException when it is no such archive or an entry's sum is not its content's; entries are written to no place but the folder, and together
     *     take no more room than the archive does
     */
    public static void unpack(Path archive, Path folder) throws IOException {
        Set<String> seen = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!NAME.matcher(entry.getName()).matches() || !seen.add(entry.getName())) {
                    throw new MalformedArrayException(archive + " has an entry that is not named like one, or twice");
                }
                if (entry.getMethod() != ZipEntry.STORED) {
                    throw new MalformedArrayException(archive + " has a compressed entry; none is written");
                }
                Files.copy(zip, folder.resolve(entry.getName()));
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // the last of them says that a name has bytes that are no text
            throw new MalformedArrayException(archive + " is damaged: " + e.getMessage());
        }
        if (seen.isEmpty()) {
            throw new MalformedArrayException(archive + " holds nothing");
        }
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        }
        return crc.getValue();
    }
}
