package dev.onset.infra.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Milestone;
import dev.onset.contracts.OnsetException;
import dev.onset.stages.Notices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Posts notices as JSON to one address, {@value #VARIABLE}. The key {@code text} holds the whole in words, which chat services
 * show. The address often is a secret in itself, so nothing here prints more of it than its host.
 */
final class Webhook implements Notices {
    static final String VARIABLE = "ONSET_NOTICE_URL";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private Webhook(URI address) {
        this.address = address;
    }

    /**
     * The notices this environment asks for.
     *
     * @throws OnsetException STUDY_INVALID where the address is none, or crosses a network in plain text
     */
    static Notices of(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (given.isEmpty()) {
            return Notices.NOBODY;
        }
        URI address;
        try {
            address = URI.create(given);
        } catch (IllegalArgumentException e) {
            throw invalid("is not an address");
        }
        if (address.getHost() == null || !("https".equals(address.getScheme()) || isLoopback(address))) {
            throw invalid("must begin with https://, or with http:// and a host of this machine");
        }
        return new Webhook(address);
    }

    private static boolean isLoopback(URI address) {
        try {
            return "http".equals(address.getScheme())
                    && InetAddress.getByName(address.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static OnsetException invalid(String problem) {
        return new OnsetException(ErrorCode.STUDY_INVALID, VARIABLE + " " + problem + "; nothing was started");
    }

    @Override
    public String tell(String study, String run, String fingerprint, Milestone milestone) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(study, run, fingerprint, milestone)))
                .build();
        int status;
        try {
            status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw failed("does not answer (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was not waited for");
        }
        if (status / 100 != 2) {
            throw failed("answers " + status);
        }
        return "told " + address.getHost() + " of " + milestone.name();
    }

    private static String body(String study, String run, String fingerprint, Milestone milestone) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "text",
                "Onset: study " + study + ", run " + run + ", step " + milestone.step() + ": " + milestone.words());
        body.put("study", study);
        body.put("run", run);
        body.put("fingerprint", fingerprint);
        body.put("phase", milestone.name());
        body.put("enteredAtStep", milestone.step());
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private OnsetException failed(String problem) {
        return new OnsetException(
                ErrorCode.NOTICE_FAILED, "the notice address at " + address.getHost() + " " + problem);
    }
}
