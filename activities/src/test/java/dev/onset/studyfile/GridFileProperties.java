package dev.onset.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.sweep.Sweep;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Tag("property")
final class GridFileProperties {
    @Property(tries = 40)
    void aProductHasAsManyPointsAsItsListsMultiply_minusWhatIsExcluded(
            @ForAll @Size(min = 1, max = 4) Set<@IntRange(max = 50) Integer> seeds,
            @ForAll @Size(min = 1, max = 4) Set<@IntRange(min = 1, max = 50) Integer> batches) {
        String grid = "grid: { product: { seed: " + seeds + ", training.batch: " + batches + " }";
        assertThat(names(grid + " }")).hasSize(seeds.size() * batches.size()).doesNotHaveDuplicates();
        if (seeds.size() > 1) {
            int one = seeds.iterator().next();
            assertThat(names(grid + ", exclude: [{ seed: " + one + " }] }"))
                    .hasSize((seeds.size() - 1) * batches.size())
                    .noneMatch(name -> name.startsWith("seed-" + one + "--"));
        }
    }

    /** Names do not depend on what else the grid has, so a grid that grows keeps its own. */
    @Property(tries = 40)
    void aGridThatGrows_keepsItsPointsAndTheirNames(
            @ForAll @Size(min = 1, max = 4) Set<@IntRange(max = 50) Integer> seeds,
            @ForAll @Size(min = 1, max = 4) Set<@IntRange(min = 51, max = 99) Integer> more) {
        Set<Integer> all = new TreeSet<>(seeds);
        all.addAll(more);
        List<Sweep.Point> before = points("grid: { product: { seed: " + seeds + " } }");
        List<Sweep.Point> after = points("grid: { product: { seed: " + all + " } }");
        assertThat(after).containsAll(before).hasSize(all.size());
        List<Sweep.Point> apart =
                points("grid: { product: { seed: " + seeds + " }, each: { network.init: [he, xavier] } }");
        assertThat(apart.stream().map(Sweep.Point::name).collect(Collectors.toSet()))
                .containsAll(before.stream().map(Sweep.Point::name).toList())
                .hasSize(3 * seeds.size());
    }

    @Property(tries = 40)
    void aZipHasAsManyPointsAsEachOfItsLists(
            @ForAll @Size(min = 1, max = 6) Set<@IntRange(min = 50, max = 99) Integer> sizes) {
        List<Integer> seeds = sizes.stream().map(size -> size - 50).toList();
        List<Sweep.Point> points = points("grid: { zip: [{ data.train: " + sizes + ", seed: " + seeds + " }] }");
        assertThat(points)
                .hasSize(sizes.size())
                .allSatisfy(point ->
                        assertThat(point.levels().get("data.train")).isEqualTo(Long.toString(point.seed() + 50)));
    }

    private static List<String> names(String grid) {
        return points(grid).stream().map(Sweep.Point::name).toList();
    }

    private static List<Sweep.Point> points(String grid) {
        return ((Sweep) StudyTexts.parse(StudyTexts.SHORT + grid + "\n").experiment()).points();
    }
}
