package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyRef;
import dev.onset.infra.study.Executions.Begin;
import dev.onset.infra.study.Executions.Place;
import dev.onset.stages.Revisions;
import dev.onset.store.CanonicalJson;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As what an execution goes on is told by the order of records, whatever clocks say. */
@Tag("unit")
final class ExecutionsTest {
    private static final StudyRef SHORT = new StudyRef("demo", "0123456789abcdef", "studies/demo/specs/a.json");
    private static final StudyRef LONG = new StudyRef("demo", "fedcba9876543210", "studies/demo/specs/b.json");

    private final MemoryStore store = new MemoryStore();
    private final Executions executions = new Executions(store);
    private int revisions;

    private Begin begin(Place place, String clock) {
        return executions.begin(SHORT, place, clock, List.of());
    }

    /** As a worker whose clock says so records it. */
    private void revise(String clock) {
        revisions++;
        store.create(
                new ObjectKey(String.format(Locale.ROOT, "studies/demo/revisions/%06d.json", revisions)),
                ObjectStore.Content.of(CanonicalJson.bytes(new Revisions.Revision(SHORT.fingerprint(), LONG, clock))));
    }

    private void end(Begin begin) {
        executions.end(
                "demo",
                new Executions.End(
                        begin.execution(),
                        "cancelled",
                        "STUDY_CANCELLED",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        "",
                        1,
                        Optional.empty()));
    }

    @Test
    void revisionByAWorkerWhoseClockIsSlow_isStillOneOfTheExecutionThatIsUnderWay() {
        end(begin(Place.SERVER, "2026-11-27T12:00:00Z"));
        Begin second = begin(Place.SERVER, "2026-11-27T12:10:00Z");
        revise("2026-11-27T09:00:00Z");
        assertThat(executions.current("demo", second)).isEqualTo(LONG);
    }

    @Test
    void revisionOfAnEarlierExecution_isNoneOfTheNext_whateverItsClockSaid() {
        Begin unended = begin(Place.SERVER, "2026-11-27T12:00:00Z");
        revise("2026-11-27T23:00:00Z");
        assertThat(executions.current("demo", unended)).isEqualTo(LONG);
        assertThat(executions.current("demo", begin(Place.SERVER, "2026-11-27T12:10:00Z")))
                .isEqualTo(SHORT);
    }

    @Test
    void whoJoinsAnExecutionThatWasRevised_seesItAsItGoesOn() {
        begin(Place.SERVER, "2026-11-27T12:00:00Z");
        revise("2026-11-27T12:01:00Z");
        assertThat(executions.current("demo", begin(Place.JOINED, "2026-11-27T12:02:00Z")))
                .isEqualTo(LONG);
    }

    @Test
    void recordsOfAnOlderVersion_areRead() {
        store.create(
                new ObjectKey("studies/demo/executions/000001/begin.json"),
                ObjectStore.Content.of(("{\"began\":\"2026-11-20T00:00:00Z\",\"execution\":1,\"fingerprint\":\""
                                + SHORT.fingerprint() + "\",\"specKey\":\"" + SHORT.specKey() + "\",\"stages\":[]}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(executions.last("demo").orElseThrow().mayBeServed()).isTrue();
        assertThat(executions.current("demo", executions.last("demo").orElseThrow()))
                .isEqualTo(SHORT);
    }
}
