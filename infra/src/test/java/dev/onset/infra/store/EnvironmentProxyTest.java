package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class EnvironmentProxyTest {
    private static final URI SECURE = URI.create("https://s3.corp.test:9000");
    private static final URI PLAIN = URI.create("http://s3.corp.test");

    @Test
    void variableOfTheAddressesScheme_counts_inSmallLettersFirst() {
        Map<String, String> both =
                Map.of("HTTPS_PROXY", "http://secure:3128", "http_proxy", "plain", "HTTP_PROXY", "x");
        assertThat(EnvironmentProxy.of(SECURE, both)).hasValueSatisfying(proxy -> {
            assertThat(proxy).hasToString("secure:3128");
            assertThat(proxy.proxy().type()).isEqualTo(Proxy.Type.HTTP);
        });
        assertThat(EnvironmentProxy.of(PLAIN, both)).map(Object::toString).contains("plain:80");
        assertThat(EnvironmentProxy.of(SECURE, Map.of("HTTP_PROXY", "http://plain")))
                .isEmpty();
        assertThat(EnvironmentProxy.of(SECURE, Map.of())).isEmpty();
        assertThat(EnvironmentProxy.of(SECURE, Map.of("https_proxy", "socks5://s")))
                .map(EnvironmentProxy::proxy)
                .map(Proxy::type)
                .contains(Proxy.Type.SOCKS);
    }

    @Test
    void thisMachine_isNeverReachedThroughAProxy() {
        for (String host : List.of("localhost", "127.0.0.1", "127.9.9.9", "[::1]", "a.localhost")) {
            assertThat(EnvironmentProxy.of(URI.create("http://" + host + ":9000"), Map.of("HTTP_PROXY", "http://p")))
                    .as(host)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | s3.corp.test | true",
                "corp.test | s3.corp.test | true",
                ".corp.test | s3.corp.test | true",
                "*.corp.test | s3.corp.test | true",
                "other, s3.corp.test:9000 | s3.corp.test | true",
                "s3.corp.test:9001 | s3.corp.test | false",
                "orp.test | s3.corp.test | false",
                "s3.corp.test.evil | s3.corp.test | false",
                "10.0.0.0/8 | 10.1.2.3 | true",
                "10.0.0.0/8 | 11.1.2.3 | false",
                "10.0.0.0/33 | 10.0.0.0 | false",
                "10.0.0.0/8 | s3.corp.test | false",
                "fd00::/8 | fd12::1 | true",
                "'' | s3.corp.test | false"
            })
    void hostsThatNoProxyNames_areReachedDirectly(String list, String host, boolean direct) {
        assertThat(EnvironmentProxy.excludes(list, host, 9000)).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://canary@p:1", "ftp://canary:x@p", "http://canary p", "http://"})
    void whatIsNoProxy_isRefused_andNotRepeated(String value) {
        assertThatThrownBy(() -> EnvironmentProxy.of(SECURE, Map.of("HTTPS_PROXY", value)))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("canary");
    }

    @Test
    void requestsGoThroughTheProxy_whichIsToldWhoAsks() throws IOException {
        try (TinyS3 s3 = TinyS3.plain();
                Relay relay = new Relay(s3.endpoint().getPort())) {
            Map<String, String> environment = Map.of(
                    "AWS_ENDPOINT_URL_S3",
                    "http://s3.corp.invalid",
                    "AWS_ACCESS_KEY_ID",
                    TinyS3.ACCESS_KEY,
                    "AWS_SECRET_ACCESS_KEY",
                    TinyS3.SECRET_KEY,
                    "HTTP_PROXY",
                    "http://ann:canary@127.0.0.1:" + relay.port());
            S3Connection.Timeouts patience =
                    new S3Connection.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));
            try (ObjectStore store = new S3ObjectStore(
                    S3Address.parse("s3://onset/a"), S3Config.of(environment), patience, Duration.ofMillis(1))) {
                ObjectKey key = new ObjectKey("one");
                store.create(key, ObjectStore.Content.of(new byte[] {1, 2}));
                assertThat(SmallObjects.read(store, key, 10).orElseThrow()).containsExactly(1, 2);
                assertThat(store.describe())
                        .contains("127.0.0.1:" + relay.port())
                        .doesNotContain("canary");
            }
            assertThat(relay.asked).isNotEmpty().allMatch(head -> head.contains("http://s3.corp.invalid/onset/a"));
            String credentials = Base64.getEncoder().encodeToString("ann:canary".getBytes(StandardCharsets.UTF_8));
            assertThat(relay.asked).anyMatch(head -> head.contains("Proxy-Authorization: Basic " + credentials));
        }
    }

    /** A proxy for plain requests that asks for a user and passes them on to one port of this machine. */
    private static final class Relay implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final int target;

        Relay(int target) throws IOException {
            this.target = target;
            start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private static void start(Runnable work) {
            Thread thread = new Thread(work, "relay");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    start(() -> serve(client));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket client) {
            try (client) {
                String head = head(client.getInputStream());
                asked.add(head);
                if (!head.contains("Proxy-Authorization")) {
                    client.getOutputStream()
                            .write(("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n"
                                            + "Connection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                    return;
                }
                try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
                    String direct = head.replaceFirst("http://s3\\.corp\\.invalid", "")
                            .replaceFirst("\r\n", "\r\nConnection: close\r\n");
                    OutputStream to = upstream.getOutputStream();
                    to.write(direct.getBytes(StandardCharsets.ISO_8859_1));
                    to.flush();
                    start(() -> copy(client, to));
                    upstream.getInputStream().transferTo(client.getOutputStream());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void copy(Socket from, OutputStream to) {
            try {
                byte[] buffer = new byte[8192];
                InputStream in = from.getInputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    to.write(buffer, 0, n);
                    to.flush();
                }
            } catch (IOException e) {
                // the other side is done
                return;
            }
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("cut short");
                }
                head.append((char) next);
            }
            return head.toString();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
