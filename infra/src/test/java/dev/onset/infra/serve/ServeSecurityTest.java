package dev.onset.infra.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered, and what never leaves. */
@Tag("e2e")
class ServeSecurityTest {
    private static final String HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    private static final String TOKEN = "correct-horse-battery-staple-0123456789";

    @TempDir
    static Path folder;

    private static Served served;
    private static RawHttp http;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        Served.runThreeSteps(data, folder, "one", HTML, 1);
        Files.writeString(folder.resolve("secret.txt"), "TOPSECRET");
        Files.writeString(data.resolve("secret.txt"), "TOPSECRET");
        served = Served.start(data);
        http = new RawHttp(served.port());
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void itsOwnNames_areAnswered() throws Exception {
        for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]")) {
            assertThat(RawHttp.status(http.send("GET", "/", host + ":" + served.port())))
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:PORT",
                "127.0.0.1.evil.example:PORT",
                "127.0.0.1",
                "localhost:1",
                "127.0.0.1:PORT, evil.example",
                "127.0.0.1:PORT@evil.example",
                ""
            })
    void anotherHost_isRefused(String host) throws Exception {
        String answer = http.send("GET", "/studies/one/", host.replace("PORT", Integer.toString(served.port())));
        assertThat(RawHttp.status(answer)).isIn(400, 403);
        assertThat(answer).doesNotContain("three-steps");
    }

    @Test
    void noHost_orTwo_areRefused() throws Exception {
        assertThat(RawHttp.status(http.raw("GET / HTTP/1.0\r\n\r\n"))).isIn(400, 403);
        assertThat(RawHttp.status(http.get("/", "Host: evil.example"))).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://127.0.0.1:PORT",
                "http://127.0.0.1:1",
                "null",
                "http://127.0.0.1:PORT.evil.example"
            })
    void anotherOrigin_isRefused(String origin) throws Exception {
        String answer = http.get("/list", "Origin: " + origin.replace("PORT", Integer.toString(served.port())));
        assertThat(RawHttp.status(answer)).isEqualTo(403);
        assertThat(answer).doesNotContain("three-steps").doesNotContain("Access-Control-Allow");
    }

    @Test
    void itsOwnOrigin_isAnswered_andAPageOfAnotherMayOnlyLinkHere() throws Exception {
        assertThat(RawHttp.status(http.get("/list", "Origin: http://127.0.0.1:" + served.port())))
                .isEqualTo(200);
        assertThat(RawHttp.status(http.get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")))
                .isEqualTo(200);
        assertThat(RawHttp.status(http.get("/list", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void whatIsNotReading_isRefused(String method) throws Exception {
        assertThat(RawHttp.status(
                        http.send(method, "/studies/one/", "127.0.0.1:" + served.port(), "Content-Length: 0")))
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/studies/../../secret.txt",
                "/studies/one/../../../secret.txt",
                "/studies/one/report/../../../../secret.txt",
                "/studies/one/report/..%2f..%2f..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/studies/%2e%2e/secret.txt",
                "/studies/one/csv/..%5c..%5csecret.txt",
                "/studies/one/csv/..\\..\\secret.txt",
                "//secret.txt",
                "/./secret.txt",
                "/studies/one/%00",
                "/studies/one/csv/numbers.csv%00.html",
                "/studies/one//etc/passwd",
                "/studies/one/store/studies",
                "/studies/.one/",
                "/assets/../secret.txt",
                "/assets/report.css/../../secret.txt",
                "/secret.txt",
                "/studies/ONE/",
                "/studies/one/index.html;/../secret.txt"
            })
    void aPathThatIsNone_leadsNowhere(String path) throws Exception {
        String answer = http.get(path);
        assertThat(RawHttp.status(answer)).isIn(400, 404);
        assertThat(answer).doesNotContain("TOPSECRET").doesNotContain("root:");
    }

    @Test
    void theReportsOwnFiles_areThere() throws Exception {
        assertThat(http.get("/studies/one/csv/numbers.csv")).contains("square");
        assertThat(http.get("/studies/one/outcome.json")).contains("\"digest\"");
        assertThat(RawHttp.status(http.get("/studies/one/report/"))).isEqualTo(200);
    }

    @Test
    void whatAStudySays_isTextAndNeverMarkup() throws Exception {
        for (String path : List.of(
                "/",
                "/studies/one/",
                "/studies/one/now",
                "/studies/one/more",
                "/studies/one/report/",
                "/compare?study=one&study=%3Cscript%3Ealert(1)%3C/script%3E",
                "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")) {
            String answer = http.get(path);
            assertThat(RawHttp.status(answer)).as(path).isEqualTo(200);
            assertThat(answer).as(path).doesNotContain("<script>alert").doesNotContain("<img src=x");
        }
        assertThat(http.get("/studies/one/")).contains("&lt;script&gt;alert(1)");
    }

    @Test
    void everyAnswer_forbidsEverythingButItsOwnStyleAndScript() throws Exception {
        for (String path :
                List.of("/", "/studies/one/", "/nothing", "/assets/serve.js", "/studies/one/csv/numbers.csv")) {
            String answer = http.get(path).toLowerCase(java.util.Locale.ROOT);
            assertThat(answer)
                    .as(path)
                    .contains(
                            "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'",
                            "frame-ancestors 'none'",
                            "x-content-type-options: nosniff",
                            "referrer-policy: no-referrer",
                            "cache-control: no-store")
                    .doesNotContain("access-control-allow-origin")
                    .doesNotContain("unsafe-inline");
        }
        assertThat(http.get("/studies/one/report/"))
                .contains("default-src 'none'", "script-src 'sha256-", "frame-ancestors 'none'");
    }

    @Test
    void aTokenGuessedAThousandTimes_isRefused_andTheGuesserIsNotHeardForAMinute() throws Exception {
        AtomicLong nanos = new AtomicLong();
        TokenGate gate = new TokenGate(TOKEN, true, nanos::get);
        InetAddress guesser = InetAddress.getByName("192.0.2.1");
        int compared = 0;
        for (int i = 0; i < 1_000; i++) {
            int status =
                    gate.check(bearing(guesser, "guess-" + i)).orElseThrow().status();
            assertThat(status).isIn(401, 429);
            compared += status == 401 ? 1 : 0;
        }
        assertThat(compared).isEqualTo(10);
        assertThat(gate.check(bearing(guesser, TOKEN)).orElseThrow().status())
                .as("nor the right one, or a guess could be told by its answer")
                .isEqualTo(429);
        assertThat(gate.check(bearing(InetAddress.getByName("192.0.2.2"), TOKEN)))
                .as("others are heard")
                .isEmpty();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        assertThat(gate.check(bearing(guesser, TOKEN))).isEmpty();
    }

    private static Request bearing(InetAddress from, String token) {
        return new Request("GET", "/", Map.of(), Map.of("authorization", "Bearer " + token), from);
    }

    @Test
    void overTls_aTokenOnceGiven_isKeptAsACookieThatIsNotTheToken() throws Exception {
        ServeSettings.Tls tls = certificate();
        ServeSettings settings = new ServeSettings(
                InetAddress.getLoopbackAddress(), 0, List.of("localhost"), Optional.of(TOKEN), Optional.of(tls));
        try (Served secured = Served.start(folder.resolve("data"), settings)) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(trusting(tls))
                    .cookieHandler(new CookieManager())
                    .build();
            URI home = secured.page("/");
            assertThat(home.toString()).startsWith("https://localhost:");
            assertThat(get(client, home).statusCode()).isEqualTo(401);
            for (int i = 0; i < 1_000; i++) {
                assertThat(get(client, home.resolve("/?token=guess-" + i)).statusCode())
                        .isIn(401, 429);
            }
            assertThat(get(client, home.resolve("/?token=" + TOKEN)).statusCode())
                    .isEqualTo(429);
        }
        try (Served secured = Served.start(folder.resolve("data"), settings)) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(trusting(tls))
                    .cookieHandler(new CookieManager())
                    .build();
            HttpResponse<String> entered = get(client, secured.page("/?token=" + TOKEN));
            assertThat(entered.statusCode()).isEqualTo(303);
            assertThat(entered.headers().firstValue("location")).contains("/");
            String cookie = entered.headers().firstValue("set-cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "Secure", "SameSite=Strict").doesNotContain(TOKEN);
            HttpResponse<String> page = get(client, secured.page("/"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("/studies/one/");
            assertThat(page.headers().firstValue("strict-transport-security")).isPresent();
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI page) throws Exception {
        return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static ServeSettings.Tls certificate() throws Exception {
        Path file = Files.createTempDirectory(folder, "certificate").resolve("page.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "page",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        return new ServeSettings.Tls(file, "changeit");
    }

    private static SSLContext trusting(ServeSettings.Tls tls) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(tls.file().toFile())) {
            store.load(in, tls.password().toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("page", store.getCertificate("page"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Test
    void otherMachines_areLetInOnlyWithTokenAndTls() throws Exception {
        InetAddress all = InetAddress.getByName("0.0.0.0");
        List<Runnable> open = new ArrayList<>();
        open.add(() -> new ServeSettings(all, 0, List.of(), Optional.empty(), Optional.empty()));
        open.add(() -> new ServeSettings(all, 0, List.of(), Optional.of(TOKEN), Optional.empty()));
        open.add(() -> new ServeSettings(
                all, 0, List.of(), Optional.empty(), Optional.of(new ServeSettings.Tls(folder.resolve("x"), ""))));
        open.add(() -> new ServeSettings(
                InetAddress.getLoopbackAddress(), 0, List.of(), Optional.of("short"), Optional.empty()));
        open.add(() -> new ServeSettings(
                InetAddress.getLoopbackAddress(), 0, List.of("a b"), Optional.empty(), Optional.empty()));
        for (Runnable settings : open) {
            assertThatThrownBy(settings::run)
                    .isInstanceOf(OnsetException.class)
                    .hasMessageContaining("nothing was started");
        }
        assertThatThrownBy(() -> Served.start(
                        folder.resolve("data"),
                        new ServeSettings(
                                all,
                                0,
                                List.of(),
                                Optional.of(TOKEN),
                                Optional.of(new ServeSettings.Tls(folder.resolve("none.p12"), "")))))
                .hasMessageContaining("PKCS #12");
    }

    @Test
    void unlessToldOtherwise_onlyThisMachineIsListenedTo() {
        assertThat(served.page("/").getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void settings_neverPrintTheirSecrets() throws Exception {
        ServeSettings settings = new ServeSettings(
                InetAddress.getLoopbackAddress(), 1, List.of(), Optional.of(TOKEN), Optional.of(certificate()));
        assertThat(settings.toString() + settings.tls()).doesNotContain(TOKEN).doesNotContain("changeit");
    }
}
