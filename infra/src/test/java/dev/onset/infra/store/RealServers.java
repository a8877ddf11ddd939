package dev.onset.infra.store;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The real servers that {@code infra/servers} installs, where this machine has them. */
public final class RealServers {
    private static final int LOWEST_PORT = 15_000;
    private static final int LOWEST_CLIENT_PORT = 32_768;

    private RealServers() {}

    /** The program, or the test that asks is skipped, which says how to have it run. */
    public static Path require(String program) {
        Optional<Path> found = find(program);
        if (found.isEmpty()) {
            String message =
                    "SKIPPED: no real '" + program + "' on this machine; 'infra/servers install' fetches it, or set"
                            + " ONSET_SERVERS to the folder that holds it";
            System.err.println(message);
            Assumptions.abort(message);
        }
        return found.orElseThrow();
    }

    private static Optional<Path> find(String program) {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(System.getenv("ONSET_SERVERS")).map(Path::of).ifPresent(folders::add);
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
        folders.add(cache.resolve("onset").resolve("bin"));
        for (String folder :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(":")) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * A port nobody listens on, below those that client sockets are given: of these one could be taken while its server is down, or
     * before it is up.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_CLIENT_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** A MinIO process over a folder; it can be killed and started again. */
    static final class Minio implements AutoCloseable {
        static final String ACCESS_KEY = "onset-test";
        static final String SECRET_KEY = "canary-secret-of-minio";

        private final Path program = require("minio");
        private final Path data;
        private final int port = freePort();
        private Process process;

        Minio(Path data) throws IOException, InterruptedException {
            this.data = data;
            start();
        }

        void start() throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(
                            program.toString(),
                            "server",
                            data.toString(),
                            "--quiet",
                            "--address",
                            "127.0.0.1:" + port,
                            "--console-address",
                            "127.0.0.1:" + freePort())
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolveSibling("minio.log").toFile());
            builder.environment().put("MINIO_ROOT_USER", ACCESS_KEY);
            builder.environment().put("MINIO_ROOT_PASSWORD", SECRET_KEY);
            process = builder.start();
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest live = HttpRequest.newBuilder(endpoint().resolve("/minio/health/live"))
                    .build();
            for (int i = 0; i < 300; i++) {
                try {
                    if (http.send(live, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    if (!process.isAlive()) {
                        throw new IOException("minio ended: " + Files.readString(data.resolveSibling("minio.log")));
                    }
                }
                Thread.sleep(100);
            }
            throw new IOException("minio does not answer");
        }

        URI endpoint() {
            return URI.create("http://127.0.0.1:" + port);
        }

        S3Config config() {
            return new S3Config(endpoint(), "us-east-1", ACCESS_KEY, SECRET_KEY, Optional.empty(), Optional.empty());
        }

        Path data() {
            return data;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws InterruptedException {
            kill();
        }
    }
}
