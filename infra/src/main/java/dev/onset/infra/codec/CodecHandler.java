package dev.onset.infra.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.onset.contracts.OnsetException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of Temporal's remote codec protocol. Answers tell what is wrong, never what was sent. */
final class CodecHandler implements HttpHandler {
    static final String NAMESPACE = "X-Namespace";
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CodecHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALLOWED_HEADERS = "content-type, x-namespace, authorization";

    private final PayloadKeys keys;
    private final String defaultNamespace;
    private final Set<String> origins;

    CodecHandler(PayloadKeys keys, String defaultNamespace, Set<String> origins) {
        this.keys = keys;
        this.defaultNamespace = defaultNamespace;
        this.origins = origins;
    }

    /** What ends a request early. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                checkOrigin(exchange);
                answer(exchange);
            } catch (Refused e) {
                fail(exchange, e.status, "REFUSED", String.valueOf(e.getMessage()));
            } catch (OnsetException e) {
                LOG.warn("{}: {}", e.code(), e.getMessage());
                fail(exchange, 400, e.code().name(), String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("codec server: {}", e.getClass().getName());
                fail(exchange, 500, "INTERNAL", "the codec server failed; its log says more");
            }
        }
    }

    /** A page of another origin gets nothing, even where its browser would let it ask: it may be on this very machine. */
    private void checkOrigin(HttpExchange exchange) throws Refused {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin == null) {
            return;
        }
        if (!origins.contains(origin)) {
            throw new Refused(
                    403, "this origin may not use the codec server; start it with --cors and the UI's origin");
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Access-Control-Allow-Origin", origin);
        headers.set("Access-Control-Allow-Credentials", "true");
        headers.set("Access-Control-Allow-Methods", "POST, OPTIONS");
        headers.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
        headers.set("Access-Control-Max-Age", "600");
        headers.set("Vary", "Origin");
    }

    private void answer(HttpExchange exchange) throws IOException, Refused {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        boolean encode = path.equals("/encode");
        if (path.equals("/healthz")) {
            send(exchange, 200, "{\"status\":\"up\"}");
        } else if (!encode && !path.equals("/decode")) {
            throw new Refused(404, "only /encode, /decode and /healthz are here");
        } else if (method.equals("OPTIONS")) {
            exchange.sendResponseHeaders(204, -1);
        } else if (method.equals("POST")) {
            EncryptingCodec codec = new EncryptingCodec(keys, namespace(exchange));
            List<Payload> payloads = read(exchange).getPayloadsList();
            Payloads done = Payloads.newBuilder()
                    .addAllPayloads(encode ? codec.encode(payloads) : codec.decode(payloads))
                    .build();
            send(exchange, 200, JsonFormat.printer().print(done));
        } else {
            exchange.getResponseHeaders().set("Allow", "POST, OPTIONS");
            throw new Refused(405, "only POST is answered here");
        }
    }

    private String namespace(HttpExchange exchange) {
        String namespace = exchange.getRequestHeaders().getFirst(NAMESPACE);
        return namespace == null || namespace.isBlank() ? defaultNamespace : namespace.strip();
    }

    private static Payloads read(HttpExchange exchange) throws IOException, Refused {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refused(415, "the content type must be application/json");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw new Refused(413, "the body exceeds " + MAX_BODY_BYTES + " bytes");
        }
        Payloads.Builder payloads = Payloads.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(body, StandardCharsets.UTF_8), payloads);
        } catch (InvalidProtocolBufferException e) {
            throw new Refused(400, "the body is not {\"payloads\": [...]} with metadata and data in base64");
        }
        return payloads.build();
    }

    private static void fail(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(exchange, status, JSON.writeValueAsString(Map.of("code", code, "message", message)));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
