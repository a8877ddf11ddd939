package dev.onset.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A vocabulary: one token a line, whose number is the line's, from 0. */
final class VocabularyReader {
    private static final int MOST = 1 << 24; // numbers up to there are exact in single precision

    private VocabularyReader() {}

    static List<String> read(DataFile file) {
        return file.read(in -> read(file, in));
    }

    private static List<String> read(DataFile file, InputStream in) throws IOException {
        List<String> tokens = new ArrayList<>();
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            if (tokens.size() == MOST) {
                throw file.invalid("holds more than " + MOST + " tokens");
            }
            tokens.add(line.strip());
        }
        if (tokens.isEmpty()) {
            throw file.invalid("holds no tokens; it must have one a line");
        }
        return tokens;
    }
}
