package dev.onset.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.onset.contracts.RunPlan.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans and progress as workflows carry them: dense, small, and refused where they make no sense. */
@Tag("unit")
final class PolicyTest {
    private static final int PAYLOAD = 64 << 10;

    private static RunPlan plan(int checkpoints, ObservablePlan... observables) {
        return new RunPlan("point", checkpoints, 10, StageRoute.unpinned("train"), List.of(observables), 8, false, "");
    }

    @Test
    void observationsAreCountedByCheckpoint_thenObservable_thenShard() {
        ObservablePlan losses = new ObservablePlan("losses", 1, StageRoute.unpinned("observe"));
        ObservablePlan interactions = new ObservablePlan("interactions", 3, StageRoute.unpinned("observe-gpu"));
        RunPlan plan = plan(2, losses, interactions);
        assertThat(plan.observations()).isEqualTo(8);
        List<Observation> all =
                IntStream.range(0, 8).mapToObj(plan::observation).toList();
        assertThat(all)
                .containsExactly(
                        new Observation(0, losses, 0),
                        new Observation(0, interactions, 0),
                        new Observation(0, interactions, 1),
                        new Observation(0, interactions, 2),
                        new Observation(1, losses, 0),
                        new Observation(1, interactions, 0),
                        new Observation(1, interactions, 1),
                        new Observation(1, interactions, 2));
        assertThatThrownBy(() -> plan.observation(8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void plansThatMakeNoSense_areRefusedWithTheirField() {
        ObservablePlan losses = new ObservablePlan("losses", 1, StageRoute.unpinned("observe"));
        assertThatThrownBy(() -> plan(1, losses, losses)).hasMessageContaining("'losses' twice");
        assertThatThrownBy(() -> plan(100_000, new ObservablePlan("losses", 100_000, StageRoute.unpinned("observe"))))
                .isInstanceOfSatisfying(
                        FieldException.class, e -> assertThat(e.field()).isEqualTo("observations"));
        assertThatThrownBy(() -> new ObservablePlan("losses", 0, StageRoute.unpinned("observe")))
                .isInstanceOfSatisfying(
                        FieldException.class, e -> assertThat(e.field()).isEqualTo("shards"));
        assertThatThrownBy(() -> new ObservablePlan("losses", 1, StageRoute.unpinned("")))
                .isInstanceOfSatisfying(
                        FieldException.class, e -> assertThat(e.field()).isEqualTo("queue"));
        assertThatThrownBy(() -> new StudyPlan(1, 0, StageRoute.unpinned("fit")))
                .isInstanceOfSatisfying(
                        FieldException.class, e -> assertThat(e.field()).isEqualTo("runsAtOnce"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Phase 2", "", " phase", "phase  2", "phase/2"})
    void aMilestoneIsNamedByWords(String name) {
        assertThatThrownBy(() -> new Milestone(name, 1, "words", Milestone.Orders.NONE))
                .isInstanceOf(FieldException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void runSets_giveBackWhatTheyWereMadeOf(long seed) {
        Random random = new Random(seed);
        TreeSet<Integer> indices = new TreeSet<>();
        for (int index = 0; index < 10_000; index++) {
            if (random.nextDouble() < seed / 5.0) {
                indices.add(index);
            }
        }
        assertThat(RunSet.of(indices).indices()).isEqualTo(indices);
        assertThat(RunSet.of(List.of(5, 3, 4, 9)).ranges()).isEqualTo("3-5,9");
        assertThat(RunSet.NONE.indices()).isEmpty();
        assertThatThrownBy(() -> new RunSet("1-,2")).isInstanceOf(FieldException.class);
    }

    /** The worst there is: no two neighbours have the same fate, every text has its greatest length. */
    @Test
    void progressOfAThousandRuns_fitsIntoOnePayload() throws JsonProcessingException {
        List<HeldRuns> waiting = new ArrayList<>();
        ErrorCode[] codes = ErrorCode.values();
        for (int code = 0; code < codes.length; code++) {
            int first = code;
            waiting.add(new HeldRuns(
                    codes[code].name(),
                    "e".repeat(503),
                    RunSet.of(IntStream.range(0, 1_000)
                            .filter(index -> index % (codes.length + 1) == first)
                            .boxed()
                            .toList())));
        }
        RunSet done = RunSet.of(IntStream.range(0, 1_000)
                .filter(index -> index % (codes.length + 1) == codes.length)
                .boxed()
                .toList());
        StudyRef study = new StudyRef("s".repeat(63), "f".repeat(64), "k".repeat(512));
        StudyRequest.Again again = new StudyRequest.Again(RerunStage.OBSERVE, "r".repeat(512));
        StudyProgress progress = new StudyProgress(
                study,
                new StudyPlan(1_000, 8, StageRoute.unpinned("fit")),
                new PoolProgress(done, StageTally.NONE, waiting, List.of()),
                StageTally.NONE,
                Long.MAX_VALUE,
                Optional.of(again),
                Optional.of(again),
                Optional.of(study),
                true,
                true,
                List.of("l".repeat(16 << 10)),
                Integer.MAX_VALUE);
        StudyRequest request = new StudyRequest(study, true, 5_000, "kind", "data", Optional.of(again)).at(progress);
        ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
        assertThat(json.writeValueAsBytes(request).length).isLessThan(PAYLOAD);
    }
}
