package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Milestone;
import dev.onset.contracts.OnsetException;
import dev.onset.stages.Notices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("e2e")
class WebhookTest {
    private static final Milestone PHASE_TWO =
            new Milestone("phase 2", 448, "phase 2: since about step 328", Milestone.Orders.NONE);

    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private HttpServer answering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Notices at(HttpServer server) {
        return Webhook.of(Map.of(
                Webhook.VARIABLE, "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/canary-secret"));
    }

    @Test
    void aNotice_saysWhatWhereAndSinceWhen_forProgramsAndForPeople() throws IOException {
        HttpServer server = answering(204);
        try {
            String done = at(server).tell("digits", "network", "cbc0", PHASE_TWO);
            assertThat(done).isEqualTo("told 127.0.0.1 of phase 2");
            JsonNode body = new ObjectMapper().readTree(bodies.get(0));
            assertThat(body.get("text").asText()).contains("digits", "network", "448", "since about step 328");
            assertThat(body.get("phase").asText()).isEqualTo("phase 2");
            assertThat(body.get("enteredAtStep").asLong()).isEqualTo(448);
            assertThat(body.get("fingerprint").asText()).isEqualTo("cbc0");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whoeverRefusesIt_isNamedByItsHostAlone() throws IOException {
        HttpServer server = answering(503);
        try {
            assertThatThrownBy(() -> at(server).tell("digits", "network", "cbc0", PHASE_TWO))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTICE_FAILED))
                    .hasMessageContaining("127.0.0.1 answers 503")
                    .hasMessageNotContaining("canary-secret");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whereNobodyListens_itFailsWithItsCode() throws IOException {
        HttpServer server = answering(200);
        Notices notices = at(server);
        server.stop(0);
        assertThatThrownBy(() -> notices.tell("digits", "network", "cbc0", PHASE_TWO))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTICE_FAILED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://hooks.example.org/canary-secret", "ftp://127.0.0.1/canary-secret", "canary-secret", ":"})
    void anAddressInPlainTextAcrossANetwork_orNone_isRefusedBeforeAnything(String address) {
        assertThatThrownBy(() -> Webhook.of(Map.of(Webhook.VARIABLE, address)))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining(Webhook.VARIABLE)
                .hasMessageNotContaining("canary-secret");
    }

    @Test
    void withoutAnAddress_nobodyIsTold_andThatIsSaid() {
        assertThat(Webhook.of(Map.of()).tell("digits", "network", "cbc0", PHASE_TWO))
                .contains("nobody is told");
    }
}
