package dev.onset.infra.serve;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.onset.infra.study.StudyShelf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page over HTTP, by the server that comes with Java: nothing is added to what has to be kept up to date. Every answer carries
 * a policy under which no page of it loads or runs anything but this server's own style and script, and no other page may show it
 * in a frame.
 */
public final class StudyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StudyServer.class);

    /** Readers that are kept up to date at once, each by a thread; more of them ask from time to time. */
    private static final int STREAMS = 48;

    private static final int THREADS = 64;
    private static final int WAITING = 256;
    private static final int SMALL = 4_000;
    private static final long LOOK_MILLIS = 2_000;

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self';"
                            + " base-uri 'none'; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    private final ServeSettings settings;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Lookout lookout;
    private final EventStream events;
    private final Pages pages;
    private final Guard guard;
    private final Semaphore streams = new Semaphore(STREAMS);

    private StudyServer(ServeSettings settings, HttpServer server, StudyShelf shelf, long lookMillis) {
        this.settings = settings;
        this.server = server;
        this.lookout = new Lookout(shelf, lookMillis);
        this.events = new EventStream(lookout);
        this.pages = new Pages(shelf, lookout);
        Optional<TokenGate> gate = settings.token()
                .map(token -> new TokenGate(token, settings.tls().isPresent(), Ticker.systemTicker()));
        this.guard =
                new Guard(settings.scheme(), settings.hosts(server.getAddress().getPort()), gate);
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "onset-serve");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Listens at once, and looks at the store from then on.
     *
     * @throws dev.onset.contracts.OnsetException STUDY_INVALID if the address or port cannot be had
     */
    public static StudyServer start(ServeSettings settings, StudyShelf shelf) {
        return start(settings, shelf, LOOK_MILLIS);
    }

    static StudyServer start(ServeSettings settings, StudyShelf shelf, long lookMillis) {
        // read once, when the first server of the process is made: a request that does not come to its end is dropped
        limit("sun.net.httpserver.maxReqTime", "20");
        limit("sun.net.httpserver.maxReqHeaders", "100");
        limit("sun.net.httpserver.nodelay", "true");
        limit("jdk.httpserver.maxConnections", "500");
        StudyServer started = new StudyServer(settings, listen(settings), shelf, lookMillis);
        started.lookout.start();
        started.server.setExecutor(started.threads);
        started.server.createContext("/", started::handle);
        started.server.start();
        LOG.info("the page is at {}", started.address());
        return started;
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static HttpServer listen(ServeSettings settings) {
        InetSocketAddress at = new InetSocketAddress(settings.address(), settings.port());
        try {
            if (settings.tls().isEmpty()) {
                return HttpServer.create(at, 0);
            }
            HttpsServer secured = HttpsServer.create(at, 0);
            secured.setHttpsConfigurator(
                    new HttpsConfigurator(Certificates.context(settings.tls().get())) {
                        @Override
                        public void configure(HttpsParameters parameters) {
                            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                        }
                    });
            return secured;
        } catch (IOException e) {
            throw ServeSettings.invalid("port " + settings.port() + " of " + ServeSettings.literal(settings.address())
                    + " cannot be had (" + e.getMessage() + "); choose another with --port");
        }
    }

    /** Where it is read. */
    public URI address() {
        return URI.create(settings.scheme() + "://"
                + settings.names().stream()
                        .findFirst()
                        .orElseGet(() -> settings.address().isAnyLocalAddress()
                                ? "localhost"
                                : ServeSettings.literal(settings.address()))
                + ":" + server.getAddress().getPort() + "/");
    }

    /** Looks at the store now, so that open pages show the newest. */
    public void look() {
        lookout.once();
    }

    /** Whether somebody is kept up to date. */
    public boolean isRead() {
        return streams.availablePermits() < STREAMS;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            if (settings.tls().isPresent()) {
                exchange.getResponseHeaders().set("Strict-Transport-Security", "max-age=31536000");
            }
            Request request = Request.of(exchange);
            Optional<Answer> stopped = guard.check(request);
            if (stopped.isPresent()) {
                write(exchange, request, stopped.get());
                return;
            }
            Optional<Supplier<Map<String, String>>> versions = pages.events(request.path());
            if (versions.isPresent() && request.method().equals("GET")) {
                stream(exchange, request, versions.get());
            } else {
                write(exchange, request, answer(request));
            }
        } catch (IOException gone) {
            LOG.debug("a reader went away", gone);
        } catch (RuntimeException e) {
            LOG.warn("a page could not be answered", e);
        }
    }

    private Answer answer(Request request) {
        try {
            return pages.answer(request);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be answered", request.path(), e);
            return Answer.text(500, "This page could not be made: " + e.getMessage());
        }
    }

    private void stream(HttpExchange exchange, Request request, Supplier<Map<String, String>> versions)
            throws IOException {
        if (!streams.tryAcquire()) {
            write(exchange, request, Answer.text(503, "Too many readers.").with("Retry-After", "10"));
            return;
        }
        try {
            events.send(exchange, versions);
        } finally {
            streams.release();
        }
    }

    private void write(HttpExchange exchange, Request request, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body();
        boolean far = !request.from().isLoopbackAddress();
        if (far
                && body.length > SMALL
                && request.header("accept-encoding")
                        .filter(all -> all.contains("gzip"))
                        .isPresent()) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body = packed(body);
        }
        boolean head = request.method().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        lookout.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
