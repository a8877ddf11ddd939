package dev.onset.infra.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers {@code /metrics} in Prometheus' text format and {@code /healthz} as JSON: 200 with status ok, or 503 with the reason
 * of each check that fails. Nothing is written through it, and it asks for no password: it listens on loopback unless it is
 * told otherwise.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);
    private static final int THREADS = 2;
    private static final long CHECK_MILLIS = 2_000;

    private record Answer(int status, String type, byte[] body) {}

    private final HttpServer server;
    private final ExecutorService threads;
    private final Health health;

    private MetricsEndpoint(HttpServer server, ExecutorService threads, Health health) {
        this.server = server;
        this.threads = threads;
        this.health = health;
    }

    /**
     * Starts where an address is given and metrics are on; nothing otherwise. Started before everything else, it refuses a bad
     * address before anything is written, and says {@code starting} until there is something to check.
     *
     * @throws OnsetException STUDY_INVALID when the address cannot be listened on
     */
    public static Optional<MetricsEndpoint> start(Optional<MetricsAddress> address, Metrics metrics) {
        return address.flatMap(at -> metrics.registry().map(registry -> start(at, registry, metrics::checks)));
    }

    private static MetricsEndpoint start(
            MetricsAddress address, PrometheusMeterRegistry registry, Supplier<List<HealthCheck>> checks) {
        HttpServer server;
        try {
            server = HttpServer.create(address.resolve(), 0);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "--metrics " + address + " cannot be listened on: " + e.getMessage() + "; nothing was started",
                    e);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "onset-metrics");
            thread.setDaemon(true);
            return thread;
        });
        Health health = new Health(checks, CHECK_MILLIS);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, "/", () -> text(404, "/metrics or /healthz\n")));
        server.createContext(
                "/metrics",
                exchange -> answer(
                        exchange,
                        "/metrics",
                        () -> new Answer(
                                200,
                                "text/plain; version=0.0.4; charset=utf-8",
                                registry.scrape().getBytes(StandardCharsets.UTF_8))));
        server.createContext(
                "/healthz",
                exchange -> answer(exchange, "/healthz", () -> {
                    Health.Report report = health.report();
                    return new Answer(report.ok() ? 200 : 503, "application/json", report.json());
                }));
        server.start();
        MetricsEndpoint endpoint = new MetricsEndpoint(server, threads, health);
        LOG.info("metrics at {}", endpoint.address());
        return endpoint;
    }

    private static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, String path, Supplier<Answer> get) {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Answer answer;
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                answer = text(405, "GET only\n");
            } else if (!path.equals("/") && !exchange.getRequestURI().getPath().equals(path)) {
                answer = text(404, "/metrics or /healthz\n");
            } else {
                answer = get.get();
            }
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), head ? -1 : answer.body().length);
            if (!head) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (IOException gone) {
            LOG.debug("the asker of {} went away", path, gone);
        } catch (RuntimeException e) {
            LOG.warn("{} could not be answered", path, e);
        }
    }

    /** Where metrics are read; with port 0 this tells the port. */
    public URI address() {
        InetSocketAddress at = server.getAddress();
        String host = at.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort() + "/metrics");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        health.close();
    }
}
