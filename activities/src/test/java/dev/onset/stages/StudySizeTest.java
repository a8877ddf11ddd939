package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import dev.onset.sweep.Sweep;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study that is published can be read back by whoever computes it. */
@Tag("unit")
final class StudySizeTest {
    private static final int BOUND = 16 << 20;

    @TempDir
    Path scratch = Path.of("");

    /** A grid of one point whose changes have so many characters. */
    private static StudyDocument grid(int characters) {
        StudySpec alone = StudyFile.load("digits", Overrides.none()).spec();
        Sweep.Point point = new Sweep.Point(
                "one", new TreeMap<>(), 0, JsonNodeFactory.instance.objectNode().put("long", "x".repeat(characters)));
        return new StudyDocument(
                new StudySpec(
                        alone.study(),
                        alone.description(),
                        alone.evidence(),
                        alone.seed(),
                        new Sweep(alone.experiment(), List.of(), List.of(point))),
                Map.of());
    }

    @Test
    void oneThatNobodyCouldReadBack_isRefusedBeforeAnythingIsWritten_withItsSizeAndTheBound() {
        MemoryStore store = new MemoryStore();
        StudyPipeline pipeline = new StudyPipeline(StageContext.of(store, scratch), Kinds.installed());
        StudyDocument large = grid(BOUND);
        assertThatThrownBy(() -> pipeline.publish(large))
                .hasMessageMatching(".* has 167[0-9]{5} bytes.* at most 16777216 .*nothing was written.*")
                .extracting("code")
                .isEqualTo(ErrorCode.STUDY_TOO_LARGE);
        assertThatThrownBy(() -> StudyPipeline.requireStorable(large))
                .extracting("code")
                .isEqualTo(ErrorCode.STUDY_TOO_LARGE);
        assertThat(store.list(new ObjectKey("studies"))).isEmpty();
    }

    @Test
    void oneThatJustFits_isPublished_orTheTestAboveWouldProveNothing() {
        MemoryStore store = new MemoryStore();
        StudyPipeline pipeline = new StudyPipeline(StageContext.of(store, scratch), Kinds.installed());
        StudyRef published = pipeline.publish(grid(BOUND - (16 << 10)));
        assertThat(store.size(new ObjectKey(published.specKey()))).isPresent();
    }
}
