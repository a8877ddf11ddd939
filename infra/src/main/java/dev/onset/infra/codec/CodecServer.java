package dev.onset.infra.codec;

import com.sun.net.httpserver.HttpServer;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Opens and seals payloads for the Temporal UI and Temporal's command line, by their remote codec protocol: {@code POST
 * /decode} and {@code POST /encode} with payloads as JSON and the namespace in the header {@code X-Namespace}. {@code GET
 * /healthz} answers 200.
 *
 * <p>Whoever reaches it can read what is encrypted, so it listens on this machine alone unless told otherwise. A web page
 * may use it only if its origin is listed: requests that name another are refused, whatever they ask. It keeps nothing and
 * logs no content.
 */
public final class CodecServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_PORT = 65_535;

    private final HttpServer server;
    private final ExecutorService threads;

    private CodecServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Where it listens and who may ask.
     *
     * @param address host name or address to listen on
     * @param port 0 takes any free one
     * @param namespace of requests that name none: Temporal's command line sends an empty one unless told {@code --namespace}
     * @param origins web origins, {@code scheme://host[:port]}, that may use it from a browser
     */
    public record Settings(String address, int port, String namespace, Set<String> origins) {
        /** Checks the port and that each origin is one. */
        public Settings {
            if (port < 0 || port > MAX_PORT) {
                throw invalid("--port is " + port + "; it must lie between 0 and " + MAX_PORT);
            }
            if (namespace.isBlank()) {
                throw invalid("--namespace is empty");
            }
            origins = Set.copyOf(origins);
            origins.forEach(Settings::requireOrigin);
        }

        /** Settings whose origins are as the command line lists them, where one may stand twice. */
        public static Settings of(String address, int port, String namespace, List<String> origins) {
            return new Settings(address, port, namespace, new LinkedHashSet<>(origins));
        }

        private static void requireOrigin(String origin) {
            try {
                URI uri = new URI(origin);
                boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                // an origin has no path: a browser sends none, so one that is listed with a path would never match
                if (web && uri.getHost() != null && origin.equals(uri.getScheme() + "://" + uri.getAuthority())) {
                    return;
                }
            } catch (URISyntaxException e) {
                // refused with the others below
            }
            throw invalid("--cors is '" + origin
                    + "'; it must be the origin of Temporal's UI, such as http://127.0.0.1:8233, and nothing wider");
        }
    }

    /**
     * Listens at once.
     *
     * @throws OnsetException STUDY_INVALID if the address or port cannot be had
     */
    public static CodecServer start(PayloadKeys keys, Settings settings) {
        InetSocketAddress address;
        try {
            address = new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port());
        } catch (UnknownHostException e) {
            throw invalid("--listen is '" + settings.address() + "', which is no address of this machine");
        }
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw invalid("port " + settings.port() + " of " + settings.address() + " cannot be had (" + e.getMessage()
                    + "); choose another with --port");
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "onset-codec");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", new CodecHandler(keys, settings.namespace(), settings.origins()));
        server.start();
        return new CodecServer(server, threads);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.STUDY_INVALID, what + "; nothing was started");
    }
}
