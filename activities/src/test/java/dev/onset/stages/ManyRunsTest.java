package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.kind.ObservedRun;
import dev.onset.kind.RunPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class ManyRunsTest {
    @Test
    void aRunIsReadWhenItIsAskedFor_andTheLastOneIsRemembered() {
        List<Integer> read = new ArrayList<>();
        ManyRuns runs = new ManyRuns(3, index -> {
            read.add(index);
            return new ObservedRun(new RunPoint("r" + index, List.of(0L)), List.of(), new TreeMap<>());
        });
        assertThat(read).isEmpty();
        assertThat(runs.get(1).point().name()).isEqualTo("r1");
        assertThat(runs.get(1)).isSameAs(runs.get(1));
        assertThat(read).containsExactly(1);
        assertThat(runs).extracting(run -> run.point().name()).containsExactly("r0", "r1", "r2");
    }
}
