package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.interactions.Effect;
import dev.onset.observe.CloserFiles.Look;
import dev.onset.observe.CloserFiles.Recovered;
import dev.onset.observe.CloserFiles.Seen;
import dev.onset.observe.CloserFiles.Zoomed;
import dev.onset.recovery.Interaction;
import dev.onset.recovery.Interaction.Kind;
import dev.onset.twophase.report.CloserLook;
import dev.onset.twophase.report.CloserPath;
import dev.onset.twophase.report.CloserPath.Followed;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.SampleDrawing;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A study's closer looks, ready to be drawn on their samples. */
final class CloserLooks {
    private static final int FOLLOWED = 8;

    private final Split split;
    private final DataSpec data;
    private final Baseline baseline;
    private final long step;

    /** The looks that were taken at one checkpoint, by sample. */
    record Taken(long step, List<Seen> seen) {}

    /** @param step at which the looks were taken */
    CloserLooks(Split split, DataSpec data, Baseline baseline, long step) {
        this.split = split;
        this.data = data;
        this.baseline = baseline;
        this.step = step;
    }

    /**
     * The looks of the last checkpoint, ready to be drawn.
     *
     * @param path where looks were taken, the last checkpoint too
     */
    List<CloserLook> of(List<Taken> path) {
        List<Seen> last = path.get(path.size() - 1).seen();
        return IntStream.range(0, last.size())
                .mapToObj(sample -> of(
                        last.get(sample).look(),
                        path.size() == 1
                                ? Optional.empty()
                                : Optional.of(path(
                                        path.stream().mapToLong(Taken::step).toArray(),
                                        path.stream()
                                                .map(taken -> taken.seen().get(sample))
                                                .toList()))))
                .toList();
    }

    private CloserLook of(Look look, Optional<CloserPath> path) {
        return new CloserLook(
                look.players().size(),
                look.zoom().map(zoom -> zoomed(look, zoom)),
                look.recovered().map(found -> recovered(look, found)),
                path);
    }

    /** @param seen of one sample, by step */
    private CloserPath path(long[] steps, List<Seen> seen) {
        Look look = seen.get(0).look();
        List<Recovered> found =
                seen.stream().map(one -> one.look().recovered().orElseThrow()).toList();
        return new CloserPath(
                Drawings.title(look.split(), look.position(), look.label()),
                steps,
                found.stream().mapToInt(Recovered::interactions).toArray(),
                found.stream().mapToDouble(Recovered::explained).toArray(),
                found.stream().mapToDouble(Recovered::bound).toArray(),
                followed(look, seen.stream().map(Seen::list).toList()));
    }

    /** The interactions that are the largest in any of the lists. */
    private List<Followed> followed(Look look, List<List<Interaction>> lists) {
        Map<Interaction, double[]> effects = new LinkedHashMap<>();
        for (int i = 0; i < lists.size(); i++) {
            for (Interaction one : lists.get(i)) {
                Interaction named = new Interaction(one.kind(), one.players(), 1);
                effects.computeIfAbsent(named, unknown -> new double[lists.size()])[i] = one.coefficient();
            }
        }
        return effects.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -largest(entry.getValue())))
                .limit(FOLLOWED)
                .map(entry -> {
                    int[] players = entry.getKey().players().stream()
                            .mapToInt(player -> player)
                            .toArray();
                    SampleDrawing drawn = drawing(look, players, 0, List.of());
                    return new Followed(
                            entry.getKey().kind() == Kind.AND, players, names(drawn, players), entry.getValue());
                })
                .toList();
    }

    private static double largest(double[] effects) {
        return Arrays.stream(effects).map(Math::abs).max().orElse(0);
    }

    private static List<String> names(SampleDrawing drawn, int[] players) {
        if (drawn instanceof SampleDrawing.Features features) {
            return features.names();
        }
        if (drawn instanceof SampleDrawing.Sentence text) {
            return text.players().stream()
                    .map(words ->
                            Arrays.stream(words).mapToObj(text.words()::get).collect(Collectors.joining(" ")))
                    .toList();
        }
        return Arrays.stream(players).mapToObj(String::valueOf).toList();
    }

    private CloserLook.Zoomed zoomed(Look look, Zoomed zoom) {
        return new CloserLook.Zoomed(
                drawing(look, zoom.players(), zoom.effect(), zoom.strongest()),
                zoom.players(),
                new Estimate(
                        zoom.explained().value(),
                        zoom.explained().low(),
                        zoom.explained().high()),
                zoom.gap());
    }

    private CloserLook.Recovered recovered(Look look, Recovered found) {
        int[] named = found.strongest().stream()
                .flatMapToInt(effect -> Arrays.stream(effect.players()))
                .distinct()
                .sorted()
                .toArray();
        return new CloserLook.Recovered(
                drawing(look, named, look.effect(), found.strongest()),
                named,
                found.interactions(),
                found.explained(),
                found.bound(),
                found.explanation(),
                found.passes(),
                found.verdict());
    }

    /** Only the players that are looked at are drawn: among hundreds nobody would see them. */
    private SampleDrawing drawing(Look look, int[] players, double effect, List<Effect> strongest) {
        List<Effect> renumbered = strongest.stream()
                .map(one -> new Effect(
                        one.and(),
                        one.value(),
                        Arrays.stream(one.players())
                                .map(player -> Arrays.binarySearch(players, player))
                                .toArray()))
                .toList();
        List<int[]> groups = IntStream.of(players).mapToObj(look.players()::get).toList();
        return Drawings.of(
                new Drawings.Drawn(
                        look.split(), look.position(), look.label(), groups, effect, Drawings.interactions(renumbered)),
                step,
                split,
                data,
                baseline);
    }
}
