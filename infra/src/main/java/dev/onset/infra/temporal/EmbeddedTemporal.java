package dev.onset.infra.temporal;

import dev.onset.infra.metrics.Metrics;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;

/**
 * Temporal inside this JVM, in real time. It keeps nothing: when the JVM dies its workflows are gone, and a new start of
 * the same study finds its way from what the store holds.
 */
public final class EmbeddedTemporal implements AutoCloseable {
    private final TestServer.InProcessTestServer server;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    public EmbeddedTemporal() {
        this(Metrics.off());
    }

    /** @param metrics what the SDK reports to */
    public EmbeddedTemporal(Metrics metrics) {
        server = TestServer.createServer(true);
        stubs = WorkflowServiceStubs.newServiceStubs(metrics.temporal()
                .apply(WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel()))
                .build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setIdentity("onset-embedded")
                        .setDataConverter(
                                metrics.metered(new CappedDataConverter(DefaultDataConverter.newDefaultInstance())))
                        .build());
    }

    public WorkflowClient client() {
        return client;
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(5, java.util.concurrent.TimeUnit.SECONDS);
        server.close();
    }
}
