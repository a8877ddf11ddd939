package dev.onset.checkpoint;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checkpoint format 1, as written down in {@code activities/docs/checkpoint-format.md}: {@code model.onnx}, {@code
 * parameters.npy}, {@code updater.npy} and {@code checkpoint.json}. The same state always gives the same bytes; no part
 * holds a time, a host or an attempt, and no part is an object of some programming language.
 */
public final class CheckpointFormat {
    public static final String MODEL = "model.onnx";
    public static final String PARAMETERS = "parameters.npy";
    public static final String UPDATER = "updater.npy";
    public static final String HEADER = "checkpoint.json";

    private static final String FORMAT = "onset.checkpoint/1";
    private static final List<String> DIGESTED = List.of(MODEL, PARAMETERS, UPDATER);
    private static final int MAX_HEADER = 1 << 20;

    private CheckpointFormat() {}

    /**
     * What a checkpoint says about itself.
     *
     * @param format {@code onset.checkpoint/1}
     * @param step optimiser steps taken
     * @param epoch passes over the training split that are complete
     * @param seed of the study
     * @param network its layers, as a study file writes them
     * @param parameters number of parameters
     * @param parts SHA-256 of the other parts by file name
     */
    public record Header(
            String format,
            long step,
            long epoch,
            long seed,
            Object network,
            int parameters,
            SortedMap<String, String> parts) {
        public Header {
            parts = new TreeMap<>(parts);
        }
    }

    /** A checkpoint as it is read back. */
    public record Contents(Header header, float[] parameters, float[] updater) {}

    /**
     * Writes the parts beside a model that is in the folder already.
     *
     * @return files by part name
     */
    public static Map<String, Path> write(
            Path folder, long step, long epoch, long seed, Object network, float[] parameters, float[] updater)
            throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (String part : new String[] {MODEL, PARAMETERS, UPDATER, HEADER}) {
            files.put(part, folder.resolve(part));
        }
        Npy.write(folder.resolve(PARAMETERS), parameters, parameters.length);
        Npy.write(folder.resolve(UPDATER), updater, updater.length);
        SortedMap<String, String> digests = new TreeMap<>();
        for (String part : DIGESTED) {
            digests.put(part, Digest.sha256(folder.resolve(part)));
        }
        Header header = new Header(FORMAT, step, epoch, seed, network, parameters.length, digests);
        Files.write(folder.resolve(HEADER), CanonicalJson.bytes(header));
        return files;
    }

    /**
     * Reads the parts in a folder, each against its digest.
     *
     * @throws OnsetException STORE_CORRUPT when they are no checkpoint of this format
     */
    public static Contents read(Path folder) throws IOException {
        try {
            if (Files.size(folder.resolve(HEADER)) > MAX_HEADER) {
                throw new IOException(HEADER + " is larger than any header");
            }
            Header header = CanonicalJson.parse(Files.readAllBytes(folder.resolve(HEADER)), Header.class);
            if (!FORMAT.equals(header.format())) {
                throw new IOException("its format is '" + header.format() + "', not '" + FORMAT + "'");
            }
            for (String part : DIGESTED) {
                Path file = folder.resolve(part);
                if (!Files.isRegularFile(file)
                        || !Digest.sha256(file).equals(header.parts().get(part))) {
                    throw new IOException("part " + part + " does not have the digest the header names");
                }
            }
            float[] parameters = Npy.readFloats(folder.resolve(PARAMETERS));
            if (parameters.length != header.parameters()) {
                throw new IOException("it has " + parameters.length + " parameters, not " + header.parameters());
            }
            return new Contents(header, parameters, Npy.readFloats(folder.resolve(UPDATER)));
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    "checkpoint cannot be used: " + e.getMessage() + "; an older one or step 0 is taken up instead",
                    e);
        }
    }
}
