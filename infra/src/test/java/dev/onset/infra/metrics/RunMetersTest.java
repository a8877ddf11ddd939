package dev.onset.infra.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.checkpoint.CommitOutcome;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.RunGauge;
import dev.onset.kind.RunMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class RunMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerStageMetrics stages = new MicrometerStageMetrics(registry);
    private final RunMetrics run = stages.run("study", "run");

    private static CommittedCheckpoint checkpoint() {
        String digest = "0".repeat(64);
        return new CommittedCheckpoint(digest, 1, 1, new TreeMap<>(), digest);
    }

    @Test
    void everyOutcomeOfACommit_hasItsWord_fromZeroOn() {
        try (RunMetrics.Training training = run.training(10)) {
            assertThat(registry.find("onset.commits").counters()).hasSize(6).allMatch(c -> c.count() == 0);
            training.committed(new CommitOutcome.Committed(checkpoint(), false), 100, 1);
            training.committed(new CommitOutcome.AlreadyCommitted(checkpoint(), false), 100, 1);
            training.committed(new CommitOutcome.AlreadyCommitted(checkpoint(), true), 100, 1);
            training.committed(new CommitOutcome.Fenced("step 3", false), 100, 1);
            training.committed(new CommitOutcome.Fenced("other content", true), 100, 1);
            training.committed(new CommitOutcome.Unknown(new OnsetException(ErrorCode.COMMIT_UNKNOWN, "?")), 100, 1);
        }
        assertThat(registry.find("onset.commits").counters()).allMatch(counter -> counter.count() == 1);
        assertThat(registry.get("onset.checkpoint").summary().totalAmount()).isEqualTo(200);
    }

    @Test
    void gaugesOfATraining_goWithIt_andAnOlderAttemptTakesNoneOfTheNewers() {
        RunMetrics.Training old = run.training(10);
        old.step(3);
        RunMetrics.Training current = run.training(10);
        current.resumed(2);
        assertThat(registry.get("onset.training.step").gauge().value()).isEqualTo(2);
        old.close();
        assertThat(registry.get("onset.training.step").gauge().value()).isEqualTo(2);
        current.close();
        assertThat(registry.find("onset.training.step").gauge()).isNull();
        assertThat(registry.find("onset.checkpoint.age").gauge()).isNull();
        assertThat(registry.get("onset.training.steps").counter().count()).isEqualTo(1);
    }

    @Test
    void ages_growUntilAStepOrACommit() throws InterruptedException {
        try (RunMetrics.Training training = run.training(10)) {
            Thread.sleep(60);
            assertThat(registry.get("onset.training.idle").gauge().value()).isGreaterThan(.05);
            training.step(1);
            assertThat(registry.get("onset.training.idle").gauge().value()).isLessThan(.05);
            double age = registry.get("onset.checkpoint.age").gauge().value();
            assertThat(age).isGreaterThan(.05);
            training.committed(new CommitOutcome.Fenced("step 3", false), 100, 1);
            assertThat(registry.get("onset.checkpoint.age").gauge().value()).isGreaterThanOrEqualTo(age);
            training.committed(new CommitOutcome.Committed(checkpoint(), false), 100, 1);
            assertThat(registry.get("onset.checkpoint.age").gauge().value()).isLessThan(.05);
        }
    }

    @Test
    void shardsOfTheNewestStep_areAveraged_andLateOnesOfOlderStepsLeftOut() {
        RunGauge centroid = RunGauge.of("order.centroid", "Mean order of interactions at the newest step observed");
        run.gauge(centroid, 10, 0, 4);
        run.gauge(centroid, 20, 0, 2);
        run.gauge(centroid, 10, 1, 5);
        run.gauge(centroid, 20, 1, 3);
        run.gauge(centroid, 20, 2, Double.NaN);
        assertThat(registry.get("onset.order.centroid").gauge().value()).isEqualTo(2.5);
        assertThat(registry.get("onset.observed.step").gauge().value()).isEqualTo(20);
        run.gauge(centroid, 20, 1, 4);
        assertThat(registry.get("onset.order.centroid").gauge().value())
                .as("a shard that is observed again counts once")
                .isEqualTo(3);
    }

    @Test
    void gaugesOfOneName_areToldApartByTheirLabels() {
        RunGauge train = new RunGauge("loss.nats", "Mean loss", Map.of("split", "train"));
        RunGauge test = new RunGauge("loss.nats", "Mean loss", Map.of("split", "test"));
        run.gauge(train, 20, 0, .5);
        run.gauge(test, 20, 0, .75);
        assertThat(registry.get("onset.loss.nats")
                        .tags("split", "train")
                        .gauge()
                        .value())
                .isEqualTo(.5);
        assertThat(registry.get("onset.loss.nats").tags("split", "test").gauge().value())
                .isEqualTo(.75);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Phase", "order..centroid", "order centroid", ".phase", "phase2", "loss_nats"})
    void aGaugeOutsideTheGrammar_isRefused(String name) {
        assertThatThrownBy(() -> RunGauge.of(name, "what it says")).isInstanceOf(FieldException.class);
    }

    @Test
    void zombiesAndFailures_areCountable_beforeAnyHappens() {
        stages.began("study", "train");
        assertThat(registry.get("onset.heartbeat.not.found").counter().count()).isZero();
        stages.heartbeatNotFound("study", "train");
        assertThat(registry.get("onset.heartbeat.not.found").counter().count()).isEqualTo(1);
        stages.failed("study", "fit", ErrorCode.DISK_FULL);
        assertThat(registry.get("onset.stage.failures")
                        .tags("study", "study", "stage", "fit", "code", "DISK_FULL")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void operatorsAreCounted_andAnUnansweredQuestionIsNoNumber() throws InterruptedException {
        boolean[] down = {false};
        try (OperatorWatch watch = OperatorWatch.start(
                registry,
                what -> {
                    if (down[0]) {
                        throw new IllegalStateException("no server");
                    }
                    return what.equals("worker") ? 2 : 3;
                },
                Duration.ofMillis(20))) {
            assertThat(watch).isNotNull();
            assertThat(eventually(3)).isTrue();
            assertThat(registry.get("onset.waiting.for.worker").gauge().value()).isEqualTo(2);
            down[0] = true;
            assertThat(eventually(Double.NaN)).isTrue();
        }
    }

    private boolean eventually(double value) throws InterruptedException {
        Optional<Double> seen = Optional.empty();
        for (int i = 0; i < 200 && !seen.equals(Optional.of(value)); i++) {
            Thread.sleep(10);
            seen = Optional.of(
                    registry.get("onset.waiting.for.operator").gauge().value());
        }
        return seen.equals(Optional.of(value));
    }
}
