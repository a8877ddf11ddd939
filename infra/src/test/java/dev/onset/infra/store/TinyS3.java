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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import javax.net.ssl.SSLContext;

/**
 * As much of S3 as a store needs, in this JVM: bucket and object requests, conditional create, ranges, paged listing, digests
 * checked. It fails as planned: each planned fault strikes the next request of its method, once.
 */
final class TinyS3 implements AutoCloseable {
    static final String ACCESS_KEY = "tiny";
    static final String SECRET_KEY = "canary-secret-of-tiny-s3";
    private static final int PAGE = 1_000;

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
    private final Map<String, ConcurrentSkipListMap<String, byte[]>> buckets = new ConcurrentHashMap<>();
    private final List<Plan> plans = new ArrayList<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private final AtomicInteger struck = new AtomicInteger();
    private volatile boolean conditional = true;
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
        buckets.put("onset", new ConcurrentSkipListMap<>());
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
        conditional = false;
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
        return buckets.get("onset");
    }

    void dropBucket() {
        buckets.clear();
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
                send(exchange, answer(exchange, body), Optional.empty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void suffer(HttpExchange exchange, byte[] body, Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case DELAY -> {
                Thread.sleep(delayMillis);
                send(exchange, answer(exchange, body), Optional.empty());
            }
            case DROP_BEFORE -> {}
            case DROP_AFTER -> answer(exchange, body);
            case BUSY_429 -> send(exchange, error(429, "SlowDown"), Optional.empty());
            case ERROR_503 -> send(exchange, error(503, "ServiceUnavailable"), Optional.empty());
            case ERROR_503_RETRY_AFTER -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                send(exchange, error(503, "ServiceUnavailable"), Optional.empty());
            }
            case ERROR_503_AFTER -> {
                answer(exchange, body);
                send(exchange, error(503, "ServiceUnavailable"), Optional.empty());
            }
            case ERROR_503_AFTER_RETRY_AFTER -> {
                answer(exchange, body);
                exchange.getResponseHeaders().set("Retry-After", "0");
                send(exchange, error(503, "ServiceUnavailable"), Optional.empty());
            }
            case CONFLICT_409 -> send(exchange, error(409, "ConditionalRequestConflict"), Optional.empty());
            case DENIED_403 -> send(exchange, error(403, "AccessDenied"), Optional.empty());
            case FULL_507 -> send(exchange, error(507, "XMinioStorageFull"), Optional.empty());
            case UNREADABLE_503 -> send(exchange, error(503, "SlowDownRead"), Optional.empty());
            case HTML_502 -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                send(exchange, new Answer(502, bytes("<html>bad gateway</html>")), Optional.empty());
            }
            case CUT_BODY, FLIPPED_BODY -> send(exchange, answer(exchange, body), Optional.of(fault));
        }
    }

    private record Answer(int status, byte[] body) {}

    private Answer answer(HttpExchange exchange, byte[] body) {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!authorization.contains("Credential=" + ACCESS_KEY + "/")) {
            return error(403, "InvalidAccessKeyId");
        }
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        ConcurrentSkipListMap<String, byte[]> objects = buckets.get(path[0]);
        String name = path.length < 2 ? "" : path[1];
        if (name.isEmpty() && exchange.getRequestMethod().equals("PUT")) {
            buckets.putIfAbsent(path[0], new ConcurrentSkipListMap<>());
            return new Answer(200, new byte[0]);
        }
        if (objects == null) {
            return error(404, "NoSuchBucket");
        }
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, objects, name, body);
            case "HEAD", "GET" -> name.isEmpty() ? bucket(exchange, objects) : get(exchange, objects, name);
            case "DELETE" -> {
                objects.remove(name);
                yield new Answer(204, new byte[0]);
            }
            default -> error(405, "MethodNotAllowed");
        };
    }

    private Answer put(HttpExchange exchange, ConcurrentSkipListMap<String, byte[]> objects, String name, byte[] body) {
        if (!sha256(body).equals(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))) {
            return error(400, "XAmzContentSHA256Mismatch");
        }
        if (!crc32c(body).equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-crc32c"))) {
            return error(400, "BadDigest");
        }
        exchange.getResponseHeaders().set("ETag", "\"" + sha256(body).substring(0, 32) + "\"");
        if (conditional && "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            return objects.putIfAbsent(name, body) == null
                    ? new Answer(200, new byte[0])
                    : error(412, "PreconditionFailed");
        }
        objects.put(name, body);
        return new Answer(200, new byte[0]);
    }

    private static Answer get(HttpExchange exchange, ConcurrentSkipListMap<String, byte[]> objects, String name) {
        byte[] found = objects.get(name);
        if (found == null) {
            return error(404, "NoSuchKey");
        }
        exchange.getResponseHeaders().set("ETag", "\"" + sha256(found).substring(0, 32) + "\"");
        exchange.getResponseHeaders().set("Last-Modified", "Tue, 24 Nov 2026 12:00:00 GMT");
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            return new Answer(200, found);
        }
        String[] bounds = range.substring("bytes=".length()).split("-", 2);
        int from = Integer.parseInt(bounds[0]);
        int to = bounds[1].isEmpty() ? found.length : Math.min(found.length, Integer.parseInt(bounds[1]) + 1);
        if (from >= found.length) {
            return error(416, "InvalidRange");
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + found.length);
        return new Answer(206, java.util.Arrays.copyOfRange(found, from, to));
    }

    private static Answer bucket(HttpExchange exchange, ConcurrentSkipListMap<String, byte[]> objects) {
        Map<String, String> query = query(exchange.getRequestURI());
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", "");
        StringBuilder xml = new StringBuilder();
        String last = "";
        int count = 0;
        boolean more = false;
        for (Map.Entry<String, byte[]> object : objects.tailMap(after.isEmpty() ? prefix : after, after.isEmpty())
                .entrySet()) {
            if (!object.getKey().startsWith(prefix)) {
                break;
            }
            if (count == PAGE) {
                more = true;
                break;
            }
            count++;
            last = object.getKey();
            xml.append("<Contents><Key>")
                    .append(last)
                    .append("</Key><LastModified>2026-11-24T12:00:00.000Z</LastModified><ETag>x</ETag><Size>")
                    .append(object.getValue().length);
            xml.append("</Size></Contents>");
        }
        String head = "<ListBucketResult><Name>onset</Name><KeyCount>" + count + "</KeyCount><IsTruncated>" + more
                + "</IsTruncated>" + (more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "");
        return new Answer(200, bytes(head + xml + "</ListBucketResult>"));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        String raw = uri.getRawQuery();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void send(HttpExchange exchange, Answer answer, Optional<Fault> fault) throws IOException {
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
        }
        byte[] body = answer.body;
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(answer.status, -1);
            return;
        }
        if (fault.equals(Optional.of(Fault.FLIPPED_BODY)) && body.length > 0) {
            body = body.clone();
            body[body.length / 2] ^= 1;
        }
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, fault.equals(Optional.of(Fault.CUT_BODY)) ? body.length / 2 : body.length);
            out.flush();
        }
    }

    private static Answer error(int status, String code) {
        return new Answer(
                status,
                bytes("<Error><Code>" + code + "</Code><Message>as planned</Message><Resource>/</Resource></Error>"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
