package dev.onset.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/**
 * Images in folders named by their class, as a zip archive: PNG, JPEG, BMP or GIF, all of the size of {@code data.shape}. Classes
 * are numbered in the order of their names, images in that of their paths. One channel is luminance, three are red, green, blue.
 */
final class ImageReader {
    private static final int LARGEST = 64 << 20;

    private final DataFile file;
    private final DataSpec spec;

    ImageReader(DataFile file, DataSpec spec) {
        this.file = file;
        this.spec = spec;
    }

    Dataset read(InputStream in) throws IOException {
        SortedMap<String, byte[]> images = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (isImage(entry.getName())) {
                    images.put(entry.getName(), image(entry.getName(), zip));
                }
            }
        }
        if (images.isEmpty()) {
            throw file.invalid("is no zip archive with images in it, in folders named by their class");
        }
        List<String> classes = new ArrayList<>(
                new TreeSet<>(images.keySet().stream().map(this::folder).toList()));
        if (classes.size() != spec.classes()) {
            throw file.invalid(
                    "has images in " + classes.size() + " folders " + classes + "; data.classes is " + spec.classes());
        }
        ByteRows rows = new ByteRows(file, spec);
        images.forEach((name, bytes) -> {
            rows.add(bytes);
            rows.buffer().label(classes.indexOf(folder(name)));
        });
        return rows.dataset();
    }

    private static boolean isImage(String name) {
        int dot = name.lastIndexOf('.');
        return Set.of("png", "jpg", "jpeg", "bmp", "gif")
                .contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private String folder(String name) {
        String[] parts = name.split("/");
        if (parts.length < 2) {
            throw file.invalid(DataFile.show(name), "lies in no folder named by its class");
        }
        return parts[parts.length - 2];
    }

    private byte[] image(String name, InputStream in) throws IOException {
        byte[] stored = in.readNBytes(LARGEST + 1);
        if (stored.length > LARGEST) {
            throw file.invalid(DataFile.show(name), "has more than " + LARGEST + " bytes");
        }
        return values(name, decoded(name, stored));
    }

    /** Looks at the size first: an image can promise more pixels than there is memory. */
    private BufferedImage decoded(String name, byte[] stored) {
        int height = spec.shape().get(1);
        int width = spec.shape().get(2);
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(stored))) {
            Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw file.invalid(DataFile.show(name), "is no image that can be read");
            }
            javax.imageio.ImageReader reader = readers.next();
            reader.setInput(in);
            if (reader.getHeight(0) != height || reader.getWidth(0) != width) {
                throw file.invalid(
                        DataFile.show(name),
                        "is " + reader.getHeight(0) + " x " + reader.getWidth(0) + " pixels; data.shape has " + height
                                + " x " + width);
            }
            return reader.read(0);
        } catch (IOException e) {
            throw file.invalid(DataFile.show(name), "cannot be decoded (" + e.getMessage() + ")");
        }
    }

    private byte[] values(String name, BufferedImage image) {
        int channels = spec.shape().get(0);
        int pixels = image.getHeight() * image.getWidth();
        if (channels != 1 && channels != 3) {
            throw file.invalid(DataFile.show(name), "has 1 or 3 channels; data.shape has " + channels);
        }
        byte[] values = new byte[channels * pixels];
        for (int i = 0; i < pixels; i++) {
            int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
            int red = rgb >> 16 & 0xff;
            int green = rgb >> 8 & 0xff;
            int blue = rgb & 0xff;
            if (channels == 1) {
                // ITU-R BT.601, the weights that image libraries turn colour to grey with
                values[i] = (byte) Math.round((299 * red + 587 * green + 114 * blue) / 1000f);
            } else {
                values[i] = (byte) red;
                values[pixels + i] = (byte) green;
                values[2 * pixels + i] = (byte) blue;
            }
        }
        return values;
    }
}
