package dev.onset.twophase.report;

import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.SamplePanel;
import dev.onset.report.SamplePanel.Group;
import dev.onset.report.SamplePanel.Picture;
import dev.onset.twophase.report.SampleDrawing.Features;
import dev.onset.twophase.report.SampleDrawing.Image;
import dev.onset.twophase.report.SampleDrawing.Interaction;
import dev.onset.twophase.report.SampleDrawing.Sentence;
import java.util.List;

/** Samples with their strongest interactions drawn on them. */
final class SampleFigure {
    /** How to read what is drawn. */
    static final String HOW_DRAWN =
            "AND acts when all of its members are present (full outline or bar), OR when any is (dashed outline,"
                    + " light bar). The number is the effect on v: blue for positive, orange for negative.";

    private SampleFigure() {}

    /** @param tensor the feature map whose blocks are the players; empty where they are on the input */
    static Figure of(List<SampleDrawing> samples, String tensor, PhaseTables tables) {
        return Figure.of(
                        "interactions",
                        "Strongest interactions, drawn on the samples",
                        HOW_DRAWN
                                + (samples.stream().anyMatch(Sentence.class::isInstance)
                                        ? " Players are underlined; the other words are never hidden."
                                        : "")
                                + (tensor.isEmpty()
                                        ? ""
                                        : " Players are blocks of tensor '" + tensor
                                                + "', a feature map inside the network,"
                                                + " each drawn on its share of the image; an absent one shows there what the"
                                                + " network makes of the baseline."),
                        Arrangement.STACKED,
                        samples.stream().map(SampleFigure::panel).toList())
                .numbers(tables.interactions(), tables.sampleInputs(), tables.samplePlayers());
    }

    private static SamplePanel panel(SampleDrawing sample) {
        return panel(sample, "v(N) \u2212 v(\u2205) = " + Fmt.sig(sample.effect()));
    }

    /** @param note what is said of it besides its step */
    static SamplePanel panel(SampleDrawing sample, String note) {
        return new SamplePanel(
                sample.title(),
                "step " + Fmt.step(sample.step()) + ", " + note,
                picture(sample),
                sample.interactions().stream().map(SampleFigure::group).toList());
    }

    private static Picture picture(SampleDrawing sample) {
        if (sample instanceof Image image) {
            return new SamplePanel.Image(image.height(), image.width(), image.drawn(), image.players());
        }
        if (sample instanceof Sentence sentence) {
            return new SamplePanel.Tokens(sentence.words(), sentence.players());
        }
        Features features = (Features) sample;
        return new SamplePanel.Features(features.names(), features.values());
    }

    static String kind(Interaction i) {
        return i.and() ? "AND" : "OR";
    }

    private static Group group(Interaction i) {
        return new Group(kind(i) + " of " + i.order(), i.and() ? "and" : "or", !i.and(), i.effect(), i.players());
    }
}
