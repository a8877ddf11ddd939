package dev.onset.infra.serve;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What is answered: a whole body, with the headers that are its own. */
record Answer(int status, Map<String, String> headers, byte[] body) {
    private static final String TYPE = "Content-Type";

    static Answer html(int status, String text) {
        return of(status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status, String type, byte[] body) {
        return new Answer(status, new TreeMap<>(Map.of(TYPE, type)), body);
    }

    /** To another path of this server. */
    static Answer redirect(String path) {
        return text(303, path).with("Location", path);
    }

    Answer with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }
}
