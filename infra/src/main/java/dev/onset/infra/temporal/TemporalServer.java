package dev.onset.infra.temporal;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.codec.PayloadEncryption;
import dev.onset.workflows.Visibility;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A connection to a Temporal server, by Temporal's own environment configuration: {@code TEMPORAL_ADDRESS}, {@code
 * TEMPORAL_NAMESPACE}, {@code TEMPORAL_API_KEY}, {@code TEMPORAL_TLS*} and profiles. Secrets are never printed.
 */
public final class TemporalServer implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final String address;

    private TemporalServer(WorkflowServiceStubs stubs, WorkflowClient client, String address) {
        this.stubs = stubs;
        this.client = client;
        this.address = address;
    }

    /**
     * How to connect.
     *
     * @param address host:port; empty takes the environment's
     * @param stubs last word on the connection, such as a metrics scope
     * @param converter what payloads pass through besides the size cap and, where keys are configured, encryption
     */
    public record Settings(
            String address,
            UnaryOperator<WorkflowServiceStubsOptions.Builder> stubs,
            UnaryOperator<DataConverter> converter) {
        /** No metrics, no encryption. */
        public static Settings of(String address) {
            return new Settings(address, builder -> builder, converter -> converter);
        }
    }

    /**
     * Connects.
     *
     * @throws OnsetException TEMPORAL_UNAVAILABLE when no server answers within ten seconds, TEMPORAL_REFUSED when one refuses
     *     us, STUDY_INVALID for a configuration that cannot be read
     */
    public static TemporalServer connect(Settings settings, Map<String, String> environment) {
        ClientConfigProfile profile = profile(settings.address(), environment);
        WorkflowServiceStubs stubs = null;
        try {
            stubs = WorkflowServiceStubs.newServiceStubs(settings.stubs()
                    .apply(WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions()))
                    .validateAndBuildWithDefaults());
            stubs.connect(CONNECT);
        } catch (RuntimeException e) {
            if (stubs != null) {
                stubs.shutdownNow();
            }
            throw unavailable(profile.getAddress(), e);
        }
        WorkflowClient client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                        .setDataConverter(PayloadEncryption.wrap(
                                settings.converter()
                                        .apply(new CappedDataConverter(DefaultDataConverter.newDefaultInstance())),
                                environment,
                                profile.getNamespace()))
                        .build());
        return new TemporalServer(stubs, client, profile.getAddress());
    }

    private static ClientConfigProfile profile(String address, Map<String, String> environment) {
        try {
            ClientConfigProfile profile = ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder()
                    .setEnvOverrides(environment)
                    .build());
            ClientConfigProfile.Builder builder = profile.toBuilder();
            if (!address.isEmpty()) {
                builder.setAddress(address);
            } else if (profile.getAddress() == null || profile.getAddress().isEmpty()) {
                builder.setAddress("127.0.0.1:7233");
            }
            if (profile.getNamespace() == null || profile.getNamespace().isEmpty()) {
                builder.setNamespace("default");
            }
            return builder.build();
        } catch (IOException | RuntimeException e) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "Temporal's client configuration cannot be read: " + e.getMessage() + "; nothing was started",
                    e);
        }
    }

    private static OnsetException unavailable(String address, RuntimeException e) {
        String meaning = "nothing was started";
        return TemporalFailure.coded(e, address, meaning)
                .orElseGet(() -> new OnsetException(
                        ErrorCode.TEMPORAL_UNAVAILABLE,
                        "no Temporal server answers at " + address + " (" + e.getMessage() + "); " + meaning,
                        e));
    }

    public WorkflowClient client() {
        return client;
    }

    /** host:port. */
    public String address() {
        return address;
    }

    public String namespace() {
        return client.getOptions().getNamespace();
    }

    /** What the server says it is. */
    public String version() {
        return stubs.blockingStub()
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                .getServerVersion();
    }

    /** Search attributes that the namespace lacks, or has with another type. */
    public Map<String, IndexedValueType> missingSearchAttributes() {
        Map<String, IndexedValueType> known = operator(service -> service.blockingStub()
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace())
                        .build())
                .getCustomAttributesMap());
        Map<String, IndexedValueType> missing = new TreeMap<>(Visibility.all());
        missing.entrySet().removeIf(wanted -> wanted.getValue() == known.get(wanted.getKey()));
        return missing;
    }

    /**
     * Refuses a server without the search attributes: a study would fail at its first step there.
     *
     * @throws OnsetException STUDY_INVALID naming them
     */
    public TemporalServer requireSearchAttributes() {
        Map<String, IndexedValueType> missing = missingSearchAttributes();
        if (!missing.isEmpty()) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "namespace " + namespace() + " of the Temporal server at " + address
                            + " lacks the search attributes " + String.join(", ", missing.keySet())
                            + "; 'infra/onset doctor --fix' registers them; nothing was started");
        }
        return this;
    }

    /** Registers what is missing. */
    public void registerSearchAttributes(Map<String, IndexedValueType> missing) {
        operator(service -> service.blockingStub()
                .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace())
                        .putAllSearchAttributes(missing)
                        .build()));
    }

    private interface OperatorCall<T> {
        T on(OperatorServiceStubs service);
    }

    private <T> T operator(OperatorCall<T> call) {
        OperatorServiceStubs service = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
        try {
            return call.on(service);
        } catch (StatusRuntimeException e) {
            throw unavailable(address, e);
        } finally {
            service.shutdown();
        }
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(5, TimeUnit.SECONDS);
    }
}
