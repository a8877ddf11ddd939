package dev.onset.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a CSV text in UTF-8: a byte order mark, blank lines and spaces around cells are passed over. Closing it closes
 * the stream.
 */
public final class CsvRows implements AutoCloseable {
    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    /**
     * A row.
     *
     * @param line its last line in the file, from 1
     */
    public record Row(long line, List<String> cells) {}

    public CsvRows(InputStream in) throws IOException {
        parser = CSVFormat.DEFAULT
                .builder()
                .setIgnoreSurroundingSpaces(true)
                .get()
                .parse(withoutMark(new InputStreamReader(in, StandardCharsets.UTF_8)));
        records = parser.iterator();
    }

    private static Reader withoutMark(Reader text) throws IOException {
        PushbackReader reader = new PushbackReader(text);
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }

    /**
     * The next row; empty at the end.
     *
     * @throws IOException also where the text is no CSV, naming the line
     */
    public Optional<Row> next() throws IOException {
        long begin = parser.getCurrentLineNumber() + 1;
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Row(parser.getCurrentLineNumber(), records.next().toList()));
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            if (!(cause instanceof CSVException)) {
                throw cause;
            }
            boolean open = String.valueOf(cause.getMessage()).contains("EOF reached before encapsulated token");
            throw new IOException(
                    "line " + begin + ": "
                            + (open ? "a quote is opened and never closed" : "is no CSV: " + cause.getMessage()),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
