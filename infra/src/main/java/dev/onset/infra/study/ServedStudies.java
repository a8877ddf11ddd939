package dev.onset.infra.study;

import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.Visibility;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.SearchAttributes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a Temporal server says of the studies it runs: one query for all of them, every few seconds at most. */
final class ServedStudies implements AutoCloseable {
    /** Where Temporal's own pages are. */
    private static final String UI_VARIABLE = "ONSET_TEMPORAL_UI";

    private static final Logger LOG = LoggerFactory.getLogger(ServedStudies.class);
    private static final Duration EVERY = Duration.ofSeconds(4);

    /**
     * An open execution.
     *
     * @param state as the server's own record has it
     * @param failure code of what is waited for
     */
    record Open(String workflowId, String state, Optional<String> phase, Optional<String> failure) {}

    private final Optional<String> address;
    private final Map<String, String> environment;
    private final Clock clock;
    private @Nullable TemporalServer server;
    private Map<String, List<Open>> known = Map.of();
    private boolean silent = true;
    private Instant asked = Instant.MIN;

    ServedStudies(Optional<String> address, Map<String, String> environment, Clock clock) {
        this.address = address;
        this.environment = environment;
        this.clock = clock;
    }

    /** By study. A server that does not answer is no reason not to look at the store. */
    Map<String, List<Open>> look() {
        Instant now = clock.instant();
        if (address.isEmpty() || now.isBefore(asked.plus(EVERY))) {
            return known;
        }
        asked = now;
        try {
            TemporalServer connected = server;
            if (connected == null) {
                connected = TemporalServer.connect(TemporalServer.Settings.of(address.get()), environment);
                server = connected;
            }
            Map<String, List<Open>> open = new HashMap<>();
            try (Stream<WorkflowExecutionMetadata> found = connected
                    .client()
                    .listExecutions("WorkflowType = 'StudyWorkflow' AND ExecutionStatus = 'Running'")) {
                found.forEach(one -> add(open, one));
            }
            known = open;
            silent = false;
        } catch (RuntimeException e) {
            silent = true;
            LOG.warn("the Temporal server does not say what it runs: {}", e.getMessage(), e);
        }
        return known;
    }

    /** Whether nobody said when last asked what runs: no server is named, or it did not answer. */
    boolean isSilent() {
        return silent;
    }

    private static void add(Map<String, List<Open>> open, WorkflowExecutionMetadata one) {
        SearchAttributes attributes = one.getTypedSearchAttributes();
        String study = attributes.get(Visibility.STUDY);
        String state = attributes.get(Visibility.STATE);
        String failure = attributes.get(Visibility.FAILURE);
        if (study != null) {
            open.computeIfAbsent(study, unknown -> new ArrayList<>())
                    .add(new Open(
                            one.getExecution().getWorkflowId(),
                            state == null ? "running" : state,
                            Optional.ofNullable(attributes.get(Visibility.PHASE)),
                            Optional.ofNullable(failure).filter(code -> !code.isEmpty())));
        }
    }

    /** A workflow's page in Temporal's UI. */
    Optional<String> page(String workflowId) {
        String ui = environment.getOrDefault(UI_VARIABLE, "").strip();
        boolean web = ui.startsWith("http://") || ui.startsWith("https://");
        String namespace = environment.getOrDefault("TEMPORAL_NAMESPACE", "default");
        return address.isPresent() && web
                ? Optional.of(ui.replaceAll("/+$", "") + "/namespaces/" + encoded(namespace) + "/workflows/"
                        + encoded(workflowId))
                : Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
