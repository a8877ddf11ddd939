package dev.onset.infra.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * As much of S3 as a store needs, in this JVM: what {@link TinyBuckets} answers, over HTTP. It fails as planned: each planned
 * fault strikes the next request of its method, once.
 */
final class TinyS3 implements AutoCloseable {
    static final String ACCESS_KEY = "tiny";
    static final String SECRET_KEY = "canary-secret-of-tiny-s3";

    static {
        // answers would otherwise wait for the client's acknowledgement, 40 ms each
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What can go wrong. */
    enum Fault {
        /** No answer for a while. */
        DELAY,
        /** The connection ends before the request takes effect. */
        DROP_BEFORE,
        /** The request takes effect, the connection ends without an answer. */
        DROP_AFTER,
        BUSY_429,
        ERROR_503,
        /** As {@link #ERROR_503}, inviting HTTP clients to repeat at once. */
        ERROR_503_RETRY_AFTER,
        /** A gateway's answer after the server has stored the object. */
        ERROR_503_AFTER,
        /** The same, with an invitation to repeat at once. */
        ERROR_503_AFTER_RETRY_AFTER,
        CONFLICT_409,
        DENIED_403,
        FULL_507,
        /** The server's disk has lost the content; it still knows of the object. */
        UNREADABLE_503,
        /** A gateway's page. */
        HTML_502,
        /** The answer's body breaks off half-way. */
        CUT_BODY,
        /** The answer's body has a flipped bit. */
        FLIPPED_BODY
    }

    private record Plan(Fault fault, String method) {}

    private record Trouble(int period, List<Fault> faults) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TinyBuckets buckets = new TinyBuckets();
    private final List<Plan> plans = new ArrayList<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private final AtomicInteger struck = new AtomicInteger();
    private volatile long delayMillis = 1_500;

    TinyS3(Optional<SSLContext> tls) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls.isPresent()) {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                server = https;
            } else {
                server = HttpServer.create(address, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static TinyS3 plain() {
        return new TinyS3(Optional.empty());
    }

    URI endpoint() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    S3Config config() {
        return new S3Config(endpoint(), "us-east-1", ACCESS_KEY, SECRET_KEY, Optional.empty(), Optional.empty());
    }

    /** Plans a fault of requests with this method. */
    synchronized TinyS3 plan(Fault fault, String method, int times) {
        for (int i = 0; i < times; i++) {
            plans.add(new Plan(fault, method));
        }
        return this;
    }

    /** From now on every {@code period}-th request of a method suffers the next of these faults, in turn. */
    synchronized TinyS3 troubling(String method, int period, Fault... faults) {
        troubles.put(method, new Trouble(period, List.of(faults)));
        return this;
    }

    synchronized void calm() {
        troubles.clear();
    }

    /** From now on creates overwrite, whatever condition they carry. */
    TinyS3 ignoringConditions() {
        buckets.ignoreConditions();
        return this;
    }

    TinyS3 delaying(long millis) {
        delayMillis = millis;
        return this;
    }

    /** How many faults have struck. */
    int struck() {
        return struck.get();
    }

    /** How many requests of a method arrived. */
    synchronized int requests(String method) {
        return requests.getOrDefault(method, 0);
    }

    /** The objects of bucket {@code onset}. */
    ConcurrentSkipListMap<String, byte[]> objects() {
        return buckets.objects();
    }

    void dropBucket() {
        buckets.drop();
    }

    private synchronized Optional<Fault> arrive(String method) {
        int count = requests.merge(method, 1, Integer::sum);
        Trouble trouble = troubles.get(method);
        if (trouble != null && count % trouble.period == 0) {
            struck.incrementAndGet();
            return Optional.of(trouble.faults.get(count / trouble.period % trouble.faults.size()));
        }
        for (Plan plan : plans) {
            if (plan.method.equals(method)) {
                plans.remove(plan);
                struck.incrementAndGet();
                return Optional.of(plan.fault);
            }
        }
        return Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<Fault> fault = arrive(exchange.getRequestMethod());
            if (fault.isPresent()) {
                suffer(exchange, body, fault.get());
            } else {
                send(exchange, buckets.answer(exchange, body), Optional.empty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void suffer(HttpExchange exchange, byte[] body, Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case DELAY -> {
                Thread.sleep(delayMillis);
                send(exchange, buckets.answer(exchange, body), Optional.empty());
            }
            case DROP_BEFORE -> {}
            case DROP_AFTER -> buckets.answer(exchange, body);
            case BUSY_429 -> send(exchange, TinyBuckets.error(429, "SlowDown"), Optional.empty());
            case ERROR_503 -> send(exchange, TinyBuckets.error(503, "ServiceUnavailable"), Optional.empty());
            case ERROR_503_RETRY_AFTER -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                send(exchange, TinyBuckets.error(503, "ServiceUnavailable"), Optional.empty());
            }
            case ERROR_503_AFTER -> {
                buckets.answer(exchange, body);
                send(exchange, TinyBuckets.error(503, "ServiceUnavailable"), Optional.empty());
            }
            case ERROR_503_AFTER_RETRY_AFTER -> {
                buckets.answer(exchange, body);
                exchange.getResponseHeaders().set("Retry-After", "0");
                send(exchange, TinyBuckets.error(503, "ServiceUnavailable"), Optional.empty());
            }
            case CONFLICT_409 -> send(exchange, TinyBuckets.error(409, "ConditionalRequestConflict"), Optional.empty());
            case DENIED_403 -> send(exchange, TinyBuckets.error(403, "AccessDenied"), Optional.empty());
            case FULL_507 -> send(exchange, TinyBuckets.error(507, "XMinioStorageFull"), Optional.empty());
            case UNREADABLE_503 -> send(exchange, TinyBuckets.error(503, "SlowDownRead"), Optional.empty());
            case HTML_502 -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                send(
                        exchange,
                        new TinyBuckets.Answer(502, TinyBuckets.bytes("<html>bad gateway</html>")),
                        Optional.empty());
            }
            case CUT_BODY, FLIPPED_BODY -> send(exchange, buckets.answer(exchange, body), Optional.of(fault));
        }
    }

    private static void send(HttpExchange exchange, TinyBuckets.Answer answer, Optional<Fault> fault)
            throws IOException {
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
        }
        byte[] body = answer.body();
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        if (fault.equals(Optional.of(Fault.FLIPPED_BODY)) && body.length > 0) {
            body = body.clone();
            body[body.length / 2] ^= 1;
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, fault.equals(Optional.of(Fault.CUT_BODY)) ? body.length / 2 : body.length);
            out.flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
