package dev.onset.infra.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.onset.store.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Server-sent events: which parts of a page have changed. What they hold is fetched by the page itself, so an event is small and one
 * that is lost costs nothing: every event says the versions of all parts.
 */
final class EventStream {
    private static final long SIGN_OF_LIFE_MILLIS = 10_000;

    private final Lookout lookout;

    EventStream(Lookout lookout) {
        this.lookout = lookout;
    }

    /** Sends until the reader goes away or the server ends. */
    void send(HttpExchange exchange, Supplier<Map<String, String>> versions) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            write(out, "retry: 2000\n\n");
            String last = "";
            boolean goes = true;
            while (goes) {
                long look = lookout.looks();
                String now = new String(CanonicalJson.bytes(versions.get()), StandardCharsets.UTF_8);
                // a line of comment finds out whether anybody still listens
                write(out, now.equals(last) ? ": \n\n" : "event: parts\ndata: " + now + "\n\n");
                last = now;
                goes = lookout.awaitLookAfter(look, SIGN_OF_LIFE_MILLIS);
            }
            write(out, "event: end\ndata: {}\n\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
