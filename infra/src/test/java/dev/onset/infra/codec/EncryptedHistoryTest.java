package dev.onset.infra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.temporal.CappedDataConverter;
import dev.onset.infra.temporal.EmbeddedTemporal;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Tag("e2e")
@Timeout(60)
final class EncryptedHistoryTest {
    private static final String STUDY = "unannounced-product-study";
    private static final String ERROR = "label column 'patient_outcome' has 3 classes";
    private static final String QUEUE = "encrypted";

    @TempDir
    Path folder;

    private final EmbeddedTemporal temporal = new EmbeddedTemporal();

    /** A study as small as can be: an input, a stage that fails for good or passes, an output. */
    @WorkflowInterface
    public interface Tiny {
        @WorkflowMethod
        String study(String name, boolean failing);
    }

    @ActivityInterface
    public interface Stage {
        @ActivityMethod
        String train(String name, boolean failing);
    }

    public static final class TinyImpl implements Tiny {
        private final Stage stage = Workflow.newActivityStub(
                Stage.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(20))
                        .setSummary("train " + STUDY)
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());

        @Override
        public String study(String name, boolean failing) {
            return stage.train(name, failing);
        }
    }

    public static final class StageImpl implements Stage {
        @Override
        public String train(String name, boolean failing) {
            if (failing) {
                throw ApplicationFailure.newFailureWithCause(
                        ERROR, ErrorCode.DATA_INVALID.name(), new IllegalStateException(ERROR), name);
            }
            return name + " is done";
        }
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    private static DataConverter plain() {
        return new CappedDataConverter(DefaultDataConverter.newDefaultInstance());
    }

    private DataConverter encrypted(String... keys) {
        Path file = KeyFiles.write(folder.resolve("keys" + keys.length + keys[0].charAt(0)), keys);
        return PayloadEncryption.wrap(plain(), Map.of("ONSET_PAYLOAD_KEYS", file.toString()), "default");
    }

    private WorkflowClient client(DataConverter converter) {
        return WorkflowClient.newInstance(
                temporal.client().getWorkflowServiceStubs(),
                WorkflowClientOptions.newBuilder().setDataConverter(converter).build());
    }

    private static WorkerFactory worker(WorkflowClient client) {
        WorkerFactory factory = WorkerFactory.newInstance(client);
        var worker = factory.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(TinyImpl.class);
        worker.registerActivitiesImplementations(new StageImpl());
        factory.start();
        return factory;
    }

    private static WorkflowStub start(WorkflowClient client, boolean failing) {
        Tiny stub = client.newWorkflowStub(
                Tiny.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(QUEUE)
                        .setWorkflowId("w" + failing)
                        .setMemo(Map.of("note", STUDY))
                        .setStaticSummary("the study " + STUDY)
                        .build());
        WorkflowClient.start(stub::study, STUDY, failing);
        return WorkflowStub.fromTyped(stub);
    }

    private static History history(WorkflowClient client, WorkflowStub stub) {
        return client.fetchHistory(stub.getExecution().getWorkflowId()).getHistory();
    }

    private static String bytes(History history) {
        return history.toByteString().toString(StandardCharsets.ISO_8859_1);
    }

    private History run(DataConverter converter, boolean failing) {
        WorkflowClient client = client(converter);
        WorkerFactory worker = worker(client);
        try {
            WorkflowStub stub = start(client, failing);
            if (failing) {
                assertThatThrownBy(() -> stub.getResult(String.class))
                        .isInstanceOf(WorkflowFailedException.class)
                        .rootCause()
                        .hasMessageContaining(ERROR);
            } else {
                assertThat(stub.getResult(String.class)).isEqualTo(STUDY + " is done");
            }
            return history(client, stub);
        } finally {
            worker.shutdownNow();
            worker.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoHasNoKey_isToldThatOneIsMissing_forResultsAndFailuresAlike() {
        DataConverter sealing = encrypted("k1 " + KeyFiles.key(1));
        DataConverter keyless = PayloadEncryption.wrap(plain(), Map.of(), "default");
        WorkerFactory worker = worker(client(sealing));
        try {
            for (boolean failing : new boolean[] {false, true}) {
                WorkflowStub own = start(client(sealing), failing);
                assertThatThrownBy(() -> client(keyless)
                                .newUntypedWorkflowStub(own.getExecution().getWorkflowId())
                                .getResult(String.class))
                        .satisfies(e -> assertThat(causes(e))
                                .filteredOn(OnsetException.class::isInstance)
                                .first()
                                .matches(cause -> ((OnsetException) cause).code() == ErrorCode.PAYLOAD_UNREADABLE)
                                .asString()
                                .contains("'k1' needs a key, and this process has none"));
            }
        } finally {
            worker.shutdownNow();
            worker.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            causes.add(at);
        }
        return causes;
    }

    @Test
    void whoHasNoKeys_readsWhatIsNotEncrypted() {
        assertThat(bytes(run(PayloadEncryption.wrap(plain(), Map.of(), "default"), true)))
                .contains(ERROR)
                .doesNotContain("binary/encrypted", "Encoded failure");
    }

    @Test
    void studyThatPasses_leavesCiphertextAlone() {
        assertThat(bytes(run(encrypted("k1 " + KeyFiles.key(1)), false)))
                .contains("binary/encrypted", "k1")
                .doesNotContain(STUDY, "is done", KeyFiles.CANARY);
    }

    @Test
    void stageThatFails_leavesNoMessageNoTrace_butItsCode() {
        assertThat(bytes(run(encrypted("k1 " + KeyFiles.key(1)), true)))
                .contains("binary/encrypted", "DATA_INVALID")
                .doesNotContain(STUDY, ERROR, "patient_outcome", "StageImpl", KeyFiles.CANARY);
    }

    @Test
    void negativeControl_withoutKeysAllOfItIsThere() {
        assertThat(bytes(run(plain(), true)))
                .contains(STUDY, ERROR, "StageImpl", "train " + STUDY, "the study " + STUDY)
                .doesNotContain("binary/encrypted");
    }

    @Test
    void workerWithoutTheKey_failsItsTaskAndNotTheStudy_whichGoesOnWithAWorkerThatHasIt() throws Exception {
        WorkflowClient starter = client(encrypted("k1 " + KeyFiles.key(1)));
        WorkflowStub stub = start(starter, false);
        DataConverter other = encrypted("m2 " + KeyFiles.key(2));
        WorkerFactory without = worker(client(other));
        History history = history(starter, stub);
        while (history.getEventsList().stream()
                .noneMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)) {
            Thread.sleep(50);
            history = history(starter, stub);
        }
        without.shutdownNow();
        without.awaitTermination(5, TimeUnit.SECONDS);
        var failure = history.getEventsList().stream()
                .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
                .findFirst()
                .orElseThrow()
                .getWorkflowTaskFailedEventAttributes()
                .getFailure();
        assertThat(chain(other.failureToException(failure)))
                .contains("encrypted under key 'k1' needs a key that this process does not have");
        WorkflowClient rotated = client(encrypted("m2 " + KeyFiles.key(2), "k1 " + KeyFiles.key(1)));
        WorkerFactory both = worker(rotated);
        try {
            assertThat(rotated.newUntypedWorkflowStub(stub.getExecution(), Optional.empty())
                            .getResult(50, TimeUnit.SECONDS, String.class))
                    .isEqualTo(STUDY + " is done");
            // who starts studies has not been given the new key yet, and is told which it is
            assertThat(chain(catchThrowable(() -> stub.getResult(String.class))))
                    .contains("encrypted under key 'm2' needs a key that this process does not have");
        } finally {
            both.shutdownNow();
        }
    }

    private static String chain(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void keys_appearInNoLogLine_negativeControl_oneThatIsLoggedIsFound() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.DEBUG);
        try {
            run(encrypted("k1 " + KeyFiles.key(1)), true);
            assertThat(text(lines)).isNotEmpty().doesNotContain(KeyFiles.CANARY);
            root.info("{}", KeyFiles.key(1));
            assertThat(text(lines)).contains(KeyFiles.CANARY);
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }
    }

    private static String text(ListAppender<ILoggingEvent> lines) {
        return lines.list.stream()
                .map(e -> e.getFormattedMessage()
                        + (e.getThrowableProxy() == null
                                ? ""
                                : ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(e.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }
}
