package dev.onset.infra.temporal;

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
        server = TestServer.createServer(true);
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setIdentity("onset-embedded")
                        .setDataConverter(new CappedDataConverter(DefaultDataConverter.newDefaultInstance()))
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
