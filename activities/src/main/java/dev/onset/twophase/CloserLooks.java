package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.interactions.Effect;
import dev.onset.observe.CloserFiles.Look;
import dev.onset.observe.CloserFiles.Recovered;
import dev.onset.observe.CloserFiles.Zoomed;
import dev.onset.twophase.report.CloserLook;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.SampleDrawing;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A study's closer looks, ready to be drawn on their samples. */
final class CloserLooks {
    private final Split split;
    private final DataSpec data;
    private final Baseline baseline;
    private final long step;

    /** @param step at which the looks were taken */
    CloserLooks(Split split, DataSpec data, Baseline baseline, long step) {
        this.split = split;
        this.data = data;
        this.baseline = baseline;
        this.step = step;
    }

    CloserLook of(Look look) {
        return new CloserLook(
                look.players().size(),
                look.zoom().map(zoom -> zoomed(look, zoom)),
                look.recovered().map(found -> recovered(look, found)));
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
