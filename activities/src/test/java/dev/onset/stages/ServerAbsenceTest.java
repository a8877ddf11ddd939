package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.failure.TimeoutFailure;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that cannot be reached is told from one that has spoken. */
@Tag("unit")
final class ServerAbsenceTest {
    private static final ServerWord GONE = ServerWord.of(new ActivityNotExistsException(new RuntimeException()));

    private static final ActivityInfo INFO = (ActivityInfo) Proxy.newProxyInstance(
            ActivityInfo.class.getClassLoader(),
            new Class<?>[] {ActivityInfo.class},
            (proxy, method, arguments) -> method.getReturnType() == String.class ? method.getName() : null);

    private final List<Runnable> asked = new ArrayList<>();
    private ServerWord answer = ServerWord.UNREACHABLE;
    private long now;
    private final ServerAbsence absence =
            new ServerAbsence(Duration.ofSeconds(100), () -> answer, asked::add, () -> now);

    @Test
    void answersOfTheServer_andItsSilence_areToldApart() {
        assertThat(kind(new ActivityCanceledException())).isEqualTo(ServerWord.Kind.CANCELLED);
        assertThat(kind(new ActivityNotExistsException(new RuntimeException()))).isEqualTo(ServerWord.Kind.OVER);
        assertThat(kind(failure(Status.NOT_FOUND))).isEqualTo(ServerWord.Kind.OVER);
        assertThat(kind(failure(Status.UNAVAILABLE))).isEqualTo(ServerWord.Kind.UNREACHABLE);
        assertThat(kind(failure(Status.DEADLINE_EXCEEDED))).isEqualTo(ServerWord.Kind.UNREACHABLE);
        assertThat(kind(new ActivityCanceledException(
                        INFO, new TimeoutFailure("late", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT))))
                .isEqualTo(ServerWord.Kind.UNREACHABLE);
    }

    @Test
    void whileItIsSilent_onePointIsWanted_andTrainingGoesOnForItsWhile() {
        assertThat(absence.saveNow()).isFalse();
        assertThat(absence.listen().kind()).isEqualTo(ServerWord.Kind.UNREACHABLE);
        assertThat(absence.saveNow()).isTrue();
        assertThat(absence.saveNow()).as("once").isFalse();
        pass(99);
        absence.listen();
        assertThat(absence.saveNow()).isFalse();
        assertThat(absence.isOver()).isFalse();
        pass(1);
        assertThat(absence.isOver()).isTrue();
    }

    @Test
    void itIsAskedAgainEveryFewSeconds_oneCallAtATime() {
        for (int i = 0; i < 40; i++) {
            absence.listen();
            pass(1);
        }
        assertThat(asked).as("the first call does not return").hasSize(1);
        asked.get(0).run();
        for (int i = 0; i < 10; i++) {
            absence.listen();
            asked.get(asked.size() - 1).run();
            pass(1);
        }
        assertThat(asked).hasSize(3);
    }

    @Test
    void backAgain_itsWordCounts_andTheNextAbsenceIsAnother() {
        absence.listen();
        assertThat(absence.saveNow()).isTrue();
        answer = ServerWord.GOES_ON;
        asked.get(0).run();
        pass(1_000);
        assertThat(absence.listen()).isEqualTo(ServerWord.GOES_ON);
        assertThat(absence.isOver()).isFalse();
        answer = ServerWord.UNREACHABLE;
        asked.get(1).run();
        absence.listen();
        assertThat(absence.saveNow()).isTrue();
        assertThat(absence.isOver()).isFalse();
        pass(10);
        answer = GONE;
        absence.listen();
        asked.get(2).run();
        assertThat(absence.listen()).isEqualTo(GONE);
    }

    @Test
    void theWhileIsASetting_andAWrongOneIsRefused() {
        assertThat(ServerAbsence.patience(Map.of())).isEqualTo(Duration.ofMinutes(15));
        assertThat(ServerAbsence.patience(Map.of("ONSET_AWAY_SECONDS", "7"))).isEqualTo(Duration.ofSeconds(7));
        for (String wrong : List.of("-1", "15m", "604801", "9999999")) {
            assertThatThrownBy(() -> ServerAbsence.patience(Map.of("ONSET_AWAY_SECONDS", wrong)))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    private static ServerWord.Kind kind(ActivityCompletionException e) {
        return ServerWord.of(e).kind();
    }

    private static ActivityCompletionException failure(Status status) {
        return new ActivityCompletionFailureException(new StatusRuntimeException(status));
    }

    private void pass(long seconds) {
        now += seconds * 1_000_000_000;
    }
}
