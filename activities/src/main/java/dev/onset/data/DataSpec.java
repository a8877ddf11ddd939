package dev.onset.data;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The data and its split.
 *
 * @param source {@code bundled:NAME} or a path, relative to the study file; empty for {@link Format#NPY}
 * @param labels the labels file of an IDX pair; empty for others
 * @param format how to read it
 * @param shape shape of one example, channels first for images ([1, 8, 8]), [features], or [tokens]
 * @param classes number of classes; labels are 0..classes-1
 * @param scale inputs are divided by this, after which {@code standardize} applies
 * @param standardize subtract the training mean and divide by the training standard deviation, feature by feature
 * @param train training examples, drawn without replacement by the split's number; of data that are split already, their number
 * @param test test examples, disjoint from them
 * @param labelNoise share of labels, in training and test alike, replaced by a uniformly drawn other class
 * @param split number of the random division into training and test examples; the study's seed leaves it as it is, so that
 *     seeds and splits are separate axes
 * @param trainInputs array of the training examples, where the data are split already ({@link Format#NPY}); as the next three
 * @param vocabulary a file with one token a line, whose line numbers from 0 are the tokens' numbers; empty for what is no text
 */
public record DataSpec(
        String source,
        String labels,
        Format format,
        List<Integer> shape,
        int classes,
        double scale,
        boolean standardize,
        int train,
        int test,
        double labelNoise,
        int split,
        String trainInputs,
        String trainLabels,
        String testInputs,
        String testLabels,
        String vocabulary) {
    /** File formats; any file may be gzipped. */
    public enum Format {
        /** Comma-separated numbers, label last, no header. */
        CSV,
        /** As CSV behind one line that names the columns, or that says rows, features and class names. */
        CSV_HEADER,
        /** Big-endian IDX images and labels. */
        IDX,
        /** The binary version of CIFAR-10. */
        CIFAR10,
        /** Images in folders named by their class; the source is the folder, or a zip archive of it. */
        IMAGE_FOLDER,
        /** Texts and labels behind a header, a tab between; the vocabulary says which words there are. */
        TSV,
        /** The four arrays of {@link #NPY} in one archive, as {@code numpy.savez} writes it. */
        NPZ,
        /** NumPy arrays, split into training and test examples already: their order is kept. */
        NPY;

        /** Whether training and test examples come apart. */
        public boolean isSplit() {
            return this == NPY || this == NPZ;
        }
    }

    private static final int MAX_RANK = 6;
    private static final long MAX_FEATURES = 1 << 24;

    public DataSpec {
        Require.present("format", format);
        source = source == null ? "" : source;
        labels = labels == null ? "" : labels;
        trainInputs = trainInputs == null ? "" : trainInputs;
        trainLabels = trainLabels == null ? "" : trainLabels;
        testInputs = testInputs == null ? "" : testInputs;
        testLabels = testLabels == null ? "" : testLabels;
        vocabulary = vocabulary == null ? "" : vocabulary;
        if (format == Format.NPY) {
            Require.text("trainInputs", trainInputs, 1_024);
            Require.text("trainLabels", trainLabels, 1_024);
            Require.text("testInputs", testInputs, 1_024);
            Require.text("testLabels", testLabels, 1_024);
            Require.that(source.isEmpty(), "source", "'" + source + "'", "must not be given for format npy");
        } else {
            Require.text("source", source, 1_024);
            String other = trainInputs + trainLabels + testInputs + testLabels;
            Require.that(other.isEmpty(), "trainInputs", "'" + other + "'", "is for format npy alone");
        }
        if (format == Format.IDX && labels.isEmpty()) {
            throw new FieldException("labels", "is missing; format idx needs the labels file");
        }
        if (format == Format.TSV && vocabulary.isEmpty()) {
            throw new FieldException(
                    "vocabulary",
                    "is missing; format tsv needs a file with one token a line, such as the network's own");
        }
        shape = shape == null ? List.of() : List.copyOf(shape);
        if (shape.isEmpty() || shape.size() > MAX_RANK) {
            throw new FieldException(
                    "shape",
                    "has " + shape.size()
                            + " entries; it must be [features] or [channels, height, width], or have up to " + MAX_RANK
                            + " for imported networks");
        }
        if ((format == Format.CIFAR10 || format == Format.IMAGE_FOLDER) && shape.size() != 3) {
            throw new FieldException("shape", "is " + shape + "; images are [channels, height, width]");
        }
        long size = 1;
        for (int s : shape) {
            Require.within("shape", s, 1, 1 << 20);
            size *= s;
            Require.within("shape", size, 1, MAX_FEATURES);
        }
        Require.within("classes", classes, 2, 10_000);
        Require.within("scale", scale, 1e-9, 1e9);
        // of data that come split, the numbers are known once their files have been looked at
        Require.within("train", train, format.isSplit() ? 0 : 1, 100_000_000);
        Require.within("test", test, format.isSplit() ? 0 : 1, 100_000_000);
        Require.within("labelNoise", labelNoise, 0.0, 1.0);
        Require.within("split", split, 0, 1_000_000);
    }

    /** Data of one file that are split here. */
    public DataSpec(
            String source,
            String labels,
            Format format,
            List<Integer> shape,
            int classes,
            double scale,
            boolean standardize,
            int train,
            int test,
            double labelNoise,
            int split) {
        this(
                source,
                labels,
                format,
                shape,
                classes,
                scale,
                standardize,
                train,
                test,
                labelNoise,
                split,
                "",
                "",
                "",
                "",
                "");
    }

    /** The same data, whose parts have so many examples. */
    public DataSpec withParts(int trainExamples, int testExamples) {
        return new DataSpec(
                source,
                labels,
                format,
                shape,
                classes,
                scale,
                standardize,
                trainExamples,
                testExamples,
                labelNoise,
                split,
                trainInputs,
                trainLabels,
                testInputs,
                testLabels,
                vocabulary);
    }

    /** Where the data are for messages and lists: a path as the study file writes it. */
    public String place() {
        return format == Format.NPY ? trainInputs : source;
    }

    /** The data in a word, for lists: its file's name, or that of bundled data. */
    public String name() {
        String place = place();
        return place.substring(place.lastIndexOf('/') + 1).replace("bundled:", "");
    }

    /** The files, by what they are to the study. */
    public SortedMap<String, String> sources() {
        SortedMap<String, String> all = new TreeMap<>();
        all.put(DataRoles.DATA, source);
        all.put(DataRoles.LABELS, labels);
        all.put(DataRoles.TRAIN_INPUTS, trainInputs);
        all.put(DataRoles.TRAIN_LABELS, trainLabels);
        all.put(DataRoles.TEST_INPUTS, testInputs);
        all.put(DataRoles.TEST_LABELS, testLabels);
        all.put(DataRoles.VOCABULARY, vocabulary);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    /** What determines the training part of the split: not the size of its test part. */
    public Map<String, Object> training() {
        Map<String, Object> all = new TreeMap<>();
        all.put("format", format);
        all.put("shape", shape);
        all.put("classes", classes);
        all.put("scale", scale);
        all.put("standardize", standardize);
        all.put("train", train);
        all.put("labelNoise", labelNoise);
        all.put("split", split);
        return all;
    }

    /**
     * What determines both parts of the split. The test part's size shifts which rows its first samples are, since classes keep
     * their shares.
     */
    public Map<String, Object> bothParts() {
        Map<String, Object> all = training();
        all.put("test", test);
        return all;
    }

    /** Features of one example. */
    public int features() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }
}
