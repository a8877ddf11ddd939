package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ObservablePlan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An observable whose shards go on from those of the checkpoint before. */
final class ChainTest extends StudyTestCase {
    private static final int CHECKPOINTS = 6;
    private static final int SHARDS = 2;

    private static FakeStages stages(boolean chained) {
        FakeStages stages = new FakeStages(1, CHECKPOINTS, 1 + SHARDS, CHECKPOINTS);
        stages.observables.set(List.of(
                new ObservablePlan("observations", 1, FakeStages.pinned(Queues.OBSERVE)),
                new ObservablePlan("chain", SHARDS, FakeStages.pinned(Queues.OBSERVE), chained)));
        return stages;
    }

    private static List<String> chain(FakeStages stages, int shard) {
        return stages.log.stream()
                .filter(line -> line.contains("chain") && line.endsWith(String.valueOf(shard)))
                .toList();
    }

    /** Lines of a shard in schedule order. */
    private static List<String> inOrder(FakeStages stages, int shard) {
        return chain(stages, shard).stream().sorted().toList();
    }

    @Test
    @Recorded
    void aShardBegins_whenThatOfTheCheckpointBeforeIsDone_andNothingElseWaits() {
        FakeStages stages = stages(true);
        stages.observeMillis.set(50);
        result(start(stages, true));
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(chain(stages, shard)).hasSize(CHECKPOINTS).isEqualTo(inOrder(stages, shard));
        }
        assertThat(stages.log.stream().filter(line -> line.contains("observe")))
                .hasSize(CHECKPOINTS * (1 + SHARDS))
                .doesNotHaveDuplicates();
        assertThat(stages.mostObserved.get()).as("others go on beside it").isGreaterThan(SHARDS);
        assertThat(stages.mostChained.get()).as("one of each shard").isEqualTo(SHARDS);
    }

    @Test
    void negativeControl_withoutAChainItsCheckpointsAreObservedBesideEachOther() {
        FakeStages stages = stages(false);
        stages.observeMillis.set(50);
        result(start(stages, true));
        assertThat(stages.mostChained.get()).isGreaterThan(SHARDS);
    }

    @Test
    @Recorded
    void oneThatWaitsForAnOperator_holdsUpItsOwnShardAlone_andTheRestFollowsItsRetry() throws InterruptedException {
        FakeStages stages = stages(true);
        stages.failChain.set("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> runState(0).equals("waiting-for-operator"));
        eventually(() -> chain(stages, 1).size() == CHECKPOINTS);
        eventually(() -> stages.log.stream()
                        .filter(line -> line.contains("observe") && !line.contains("chain"))
                        .count()
                == CHECKPOINTS);
        assertThat(chain(stages, 0)).hasSize(2);
        assertThat(run(0).status().state()).isEqualTo("waiting-for-operator");
        run(0).retry("mended");
        result(study);
        assertThat(chain(stages, 0)).hasSize(CHECKPOINTS).isEqualTo(inOrder(stages, 0));
    }

    @Test
    @Recorded
    void whatWaitsForTheCheckpointBefore_goesAlongWhenTheRunContinuesAsNew() {
        FakeStages stages = new FakeStages(1, 40, SHARDS, 40);
        stages.observables.set(List.of(new ObservablePlan("chain", SHARDS, FakeStages.pinned(Queues.OBSERVE), true)));
        result(start(stages, true, 60, Optional.empty()));
        assertThat(hasContinued()).isTrue();
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(chain(stages, shard)).hasSize(40).doesNotHaveDuplicates();
            assertThat(chain(stages, shard).stream().map(line -> line.replaceAll(".* (\\d+)/.*", "$1")))
                    .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
        }
    }
}
