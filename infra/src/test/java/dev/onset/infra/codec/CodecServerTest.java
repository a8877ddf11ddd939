package dev.onset.infra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
@Timeout(30)
final class CodecServerTest {
    private static final String UI = "http://127.0.0.1:8233";
    private static final String TEXT = "the study of the unspeakable";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private PayloadKeys keys;
    private CodecServer server;

    @BeforeEach
    void start() {
        keys = KeyFiles.keys(folder, "k1 " + KeyFiles.key(1));
        server = CodecServer.start(keys, CodecServer.Settings.of("127.0.0.1", 0, "default", List.of(UI)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String namespace, String body)
            throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("X-Namespace", namespace)
                .POST(BodyPublishers.ofString(body)));
    }

    private static String json(Payload payload) throws IOException {
        return JsonFormat.printer()
                .print(Payloads.newBuilder().addPayloads(payload).build());
    }

    private static Payload payload(String json) throws IOException {
        Payloads.Builder payloads = Payloads.newBuilder();
        JsonFormat.parser().merge(json, payloads);
        return payloads.getPayloads(0);
    }

    private static Payload clear() {
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8('"' + TEXT + '"'))
                .build();
    }

    @Test
    void encodeThenDecode_givesTheSame_andAWorkerReadsWhatTheServerSealed() throws Exception {
        HttpResponse<String> sealed = post("/encode", "default", json(clear()));
        assertThat(sealed.statusCode()).isEqualTo(200);
        assertThat(sealed.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(payload(sealed.body()).getMetadataOrThrow("encoding").toStringUtf8())
                .isEqualTo("binary/encrypted");
        HttpResponse<String> opened = post("/decode", "default", sealed.body());
        assertThat(payload(opened.body())).isEqualTo(clear());
        EncryptingCodec worker = new EncryptingCodec(keys, "default");
        assertThat(worker.decode(List.of(payload(sealed.body())))).containsExactly(clear());
        // and the other way round
        String fromWorker = json(worker.encode(List.of(clear())).get(0));
        assertThat(payload(post("/decode", "default", fromWorker).body())).isEqualTo(clear());
    }

    @Test
    void payloadsAsTemporalWritesThem_areRead() throws Exception {
        // base64 of json/plain and "hi", field order and an unknown field as a later tool may send them
        String body =
                "{\"payloads\":[{\"data\":\"ImhpIg==\",\"metadata\":{\"encoding\":\"anNvbi9wbGFpbg==\"},\"later\":1}]}";
        HttpResponse<String> answer = post("/decode", "default", body);
        assertThat(payload(answer.body()).getData().toStringUtf8()).isEqualTo("\"hi\"");
    }

    @Test
    void wrongNamespaceOrAlteredPayload_isRefused_namingTheKeyAndNoContent() throws Exception {
        String sealed = post("/encode", "default", json(clear())).body();
        HttpResponse<String> refused = post("/decode", "production", sealed);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("PAYLOAD_UNREADABLE", "'k1'", "'production'")
                .doesNotContain(TEXT, KeyFiles.CANARY);
        Payload good = payload(sealed);
        byte[] bytes = good.getData().toByteArray();
        bytes[20] ^= 1;
        assertThat(post(
                                "/decode",
                                "default",
                                json(good.toBuilder()
                                        .setData(ByteString.copyFrom(bytes))
                                        .build()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/decode", "default", sealed).statusCode()).isEqualTo(200);
    }

    @Test
    void requestWithoutNamespace_asTemporalsCommandLineSendsIt_isOfTheServersOwn() throws Exception {
        String sealed = post("/encode", "default", json(clear())).body();
        assertThat(payload(post("/decode", "", sealed).body())).isEqualTo(clear());
        HttpResponse<String> none = send(
                request("/decode").header("Content-Type", "application/json").POST(BodyPublishers.ofString(sealed)));
        assertThat(payload(none.body())).isEqualTo(clear());
        // the control: what belongs to another namespace does not open this way
        String elsewhere = post("/encode", "production", json(clear())).body();
        assertThat(post("/decode", "", elsewhere).statusCode()).isEqualTo(400);
    }

    @Test
    void badRequests_areToldWhatIsWrong() throws Exception {
        assertThat(post("/decode", "default", "{\"payloads\": 3}").statusCode()).isEqualTo(400);
        assertThat(post("/decode", "default", "[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(post("/else", "default", json(clear())).statusCode()).isEqualTo(404);
        assertThat(send(request("/decode").GET()).statusCode()).isEqualTo(405);
        assertThat(send(request("/decode")
                                .header("Content-Type", "text/plain")
                                .header("X-Namespace", "default")
                                .POST(BodyPublishers.ofString(json(clear()))))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(request("/healthz").GET()).statusCode()).isEqualTo(200);
    }

    @Test
    void bodyBeyondTheBound_isRefused() throws Exception {
        HttpResponse<String> refused = post("/decode", "default", " ".repeat(CodecHandler.MAX_BODY_BYTES + 1));
        assertThat(refused.statusCode()).isEqualTo(413);
    }

    /** By hand: the JDK's client may not send an Origin. */
    private String raw(String method, String path, String origin, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: " + origin
                    + "\r\nX-Namespace: default\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void preflight_ofTheListedOrigin_allowsWhatTheUiSends() throws Exception {
        assertThat(raw("OPTIONS", "/decode", UI, ""))
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("Access-Control-Allow-Origin: " + UI)
                .containsIgnoringCase("Access-Control-Allow-Methods: POST")
                .containsIgnoringCase("Access-Control-Allow-Headers: content-type, x-namespace, authorization");
        assertThat(raw("POST", "/decode", UI, json(clear())))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Access-Control-Allow-Origin: " + UI)
                .contains("payloads");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:8234", "https://127.0.0.1:8233"})
    void otherOrigins_getNeitherPermissionNorContent(String origin) throws Exception {
        assertThat(raw("OPTIONS", "/decode", origin, ""))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(raw("POST", "/decode", origin, json(clear())))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("payloads")
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "null", "127.0.0.1:8233", "http://ui/", "http://ui/path", "ftp://ui", "http://a b", ""})
    void originThatIsNone_isRefusedAtStart(String origin) {
        assertRefused("--cors", () -> CodecServer.Settings.of("127.0.0.1", 0, "default", List.of(origin)));
    }

    @Test
    void portInUse_badPort_badAddress_areOneClearLine() {
        int taken = server.address().getPort();
        assertRefused("--port", () -> start("127.0.0.1", taken));
        assertRefused("between 0 and 65535", () -> start("127.0.0.1", 70_000));
        assertRefused("--listen", () -> start("no.such.host.invalid", 0));
    }

    private void start(String address, int port) {
        CodecServer.start(keys, CodecServer.Settings.of(address, port, "default", List.of()))
                .close();
    }

    private static void assertRefused(String word, org.assertj.core.api.ThrowableAssert.ThrowingCallable start) {
        assertThatThrownBy(start)
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining(word)
                .hasMessageContaining("nothing was started");
    }

    @Test
    void withoutOptions_listensOnThisMachineAlone() {
        assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(server.address().getAddress().isAnyLocalAddress()).isFalse();
    }
}
