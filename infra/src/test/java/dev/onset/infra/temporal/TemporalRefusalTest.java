package dev.onset.infra.temporal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that answers and does not want us, as one does whose key or certificate is another. */
@Tag("chaos")
public final class TemporalRefusalTest {
    /** Answers every call with one status. */
    private static final class Answering extends HandlerRegistry {
        private final Status status;

        Answering(Status status) {
            this.status = status;
        }

        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
            return ServerMethodDefinition.create(
                    MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                            .setType(MethodDescriptor.MethodType.UNKNOWN)
                            .setFullMethodName(method)
                            .build(),
                    (call, headers) -> {
                        call.close(status, new Metadata());
                        return new ServerCall.Listener<InputStream>() {};
                    });
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return new ByteArrayInputStream(new byte[0]);
        }
    }

    @Test
    void aServerThatRefusesTheKey_isToldApartFromOneThatIsAway() throws Exception {
        expect(Status.UNAUTHENTICATED.withDescription("Request unauthorized."), ErrorCode.TEMPORAL_REFUSED);
        expect(Status.PERMISSION_DENIED, ErrorCode.TEMPORAL_REFUSED);
        expect(Status.UNAVAILABLE, ErrorCode.TEMPORAL_UNAVAILABLE);
    }

    /** A server on loopback that answers every call with this. */
    public static Server answering(Status answer) throws IOException {
        return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .fallbackHandlerRegistry(new Answering(answer))
                .build()
                .start();
    }

    private static void expect(Status answer, ErrorCode code) throws Exception {
        Server server = answering(answer);
        try {
            assertThatThrownBy(() -> TemporalServer.connect(
                            TemporalServer.Settings.of("127.0.0.1:" + server.getPort()), Map.of()))
                    .isInstanceOfSatisfying(
                            OnsetException.class,
                            e -> org.assertj.core.api.Assertions.assertThat(e.code())
                                    .isEqualTo(code));
        } finally {
            server.shutdownNow();
        }
    }
}
