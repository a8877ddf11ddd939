package dev.onset.data;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A data file, gzipped or not, and how refusals speak of it. */
record DataFile(String name, Opener opener) {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int SHOWN = 40;

    /** Opens the bytes as stored. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /** Reads the opened stream. */
    @FunctionalInterface
    interface Body<T> {
        T read(InputStream in) throws IOException;
    }

    static DataFile of(Path file) {
        return new DataFile(file.toString(), () -> Files.newInputStream(file));
    }

    /** Opens, unpacks what starts as gzip does whatever its name, reads, closes. */
    <T> T read(Body<T> body) {
        try (InputStream stored = new BufferedInputStream(opener.open(), BUFFER)) {
            stored.mark(2);
            int magic = stored.read() << 8 | stored.read();
            stored.reset();
            return body.read(
                    magic == GZIP_MAGIC
                            ? new BufferedInputStream(new GZIPInputStream(stored, BUFFER), BUFFER)
                            : stored);
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw refusal(cause == null ? new IOException(e) : cause);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private OnsetException refusal(IOException e) {
        String problem;
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            problem = "there is no such data file";
        } else if (e instanceof ZipException || e instanceof EOFException) {
            problem = "its gzip content is damaged or ends early; nothing of the file was used";
        } else {
            problem = "cannot be read (" + e.getMessage() + "); nothing of the file was used";
        }
        return new OnsetException(ErrorCode.DATA_INVALID, name + ": " + problem, e);
    }

    /** A refusal of the whole file. */
    OnsetException invalid(String problem) {
        return new OnsetException(ErrorCode.DATA_INVALID, name + ": " + problem + "; nothing of the file was used");
    }

    /** A refusal of one place of it. */
    OnsetException invalid(String place, String problem) {
        return new OnsetException(
                ErrorCode.DATA_INVALID, name + ", " + place + ": " + problem + "; nothing of the file was used");
    }

    /** A value as a message shows it: short and on one line. */
    static String show(String value) {
        String clean = value.replaceAll("\\p{Cntrl}", "?");
        return "'" + (clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...") + "'";
    }
}
