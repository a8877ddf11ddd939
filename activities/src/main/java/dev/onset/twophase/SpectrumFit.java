package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import dev.onset.kind.StageProgress;
import dev.onset.phases.DetectorSpec;
import dev.onset.phases.MeanOrders;
import dev.onset.phases.Nulls;
import dev.onset.phases.PhaseDetector;
import dev.onset.phases.PhaseSeries;
import dev.onset.phases.PhaseVerdict;
import dev.onset.twophase.CheckpointReader.ObservedSpectrum;
import dev.onset.twophase.CloserLooks.Taken;
import dev.onset.twophase.report.CloserLook;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.NullResult;
import dev.onset.twophase.report.SpectrumPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The detector on mean orders, with a threshold of its own, and what a report shows of the spectra. */
final class SpectrumFit {
    private static final int NULL_TRIALS = 400;
    private static final int DRAWN_SAMPLES = 2;

    private final ObservationSpec observation;
    private final DataSpec data;
    private final DetectorSpec detector;
    private final int players;
    private final long seed;
    private final Split split;
    private final StageProgress progress;

    SpectrumFit(TwoPhase experiment, long seed, Split split, StageProgress progress) {
        this.observation = experiment.observation();
        this.data = experiment.data();
        this.detector =
                experiment.detector().withMinimumChange(observation.spectrum().minimumChange());
        this.players = PhaseFit.players(experiment);
        this.seed = seed;
        this.split = split;
        this.progress = progress;
    }

    /** What a report shows, and the first output's decision with all its numbers. */
    record Fitted(SpectrumPart part, PhaseVerdict verdict) {}

    /**
     * Fits.
     *
     * @param readers the study's own network first, then its controls
     * @param run losses of the first
     */
    Fitted fit(List<CheckpointReader> readers, RunReading run) throws IOException {
        SpectrumReading reading =
                SpectrumReading.of(readers.get(0), observation.outputs().size(), progress);
        List<PhaseSeries> series = new ArrayList<>();
        List<PhaseVerdict> verdicts = new ArrayList<>();
        for (int o = 0; o < observation.outputs().size(); o++) {
            progress.alive("detecting on the spectrum, output " + (o + 1));
            series.add(MeanOrders.series(
                    run.steps(), reading.meanOrders()[o], players, run.trainLosses(), run.testLosses()));
            verdicts.add(PhaseDetector.detect(series.get(o), detector, 0, seed));
        }
        int samples = observation.samples() * readers.get(0).checkpoints();
        SpectrumPart part = new SpectrumPart(
                words(observation.players()),
                players,
                observation.spectrum().p(),
                reading.exact(),
                (double) reading.passes() / samples,
                observation.spectrum().minimumChange(),
                outputs(reading, verdicts),
                controls(readers),
                nulls(series, verdicts),
                pictures(readers.get(0), run, verdicts.get(0)),
                "",
                texts(readers.get(0), run),
                closer(readers.get(0), run));
        return new Fitted(part, verdicts.get(0));
    }

    private List<SpectrumPart.Output> outputs(SpectrumReading reading, List<PhaseVerdict> verdicts) {
        List<SpectrumPart.Output> out = new ArrayList<>();
        for (int o = 0; o < verdicts.size(); o++) {
            ObservationSpec.Output output = observation.outputs().get(o);
            PhaseVerdict verdict = verdicts.get(o);
            out.add(new SpectrumPart.Output(
                    output.name(),
                    PhaseFit.name(output),
                    output.isLinear(data.classes()),
                    FitParts.verdict(verdict.verdict()).id(),
                    verdict.turn().centroid(),
                    verdict.turn().low(),
                    verdict.turn().high(),
                    reading.shares()[o],
                    reading.known()[o],
                    verdict.turn().tStar().map(FitParts::estimate),
                    verdict.turn().fall().map(FitParts::estimate),
                    verdict.turn().rise().map(FitParts::estimate),
                    verdict.criteria().stream().map(FitParts::criterion).toList()));
        }
        return out;
    }

    private List<ControlPath> controls(List<CheckpointReader> readers) throws IOException {
        List<ControlPath> controls = new ArrayList<>();
        for (CheckpointReader reader : readers.subList(1, readers.size())) {
            SpectrumReading control =
                    SpectrumReading.of(reader, observation.outputs().size(), progress);
            long[] steps = reader.run().point().schedule().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            for (int o = 0; o < observation.outputs().size(); o++) {
                ObservationSpec.Output output = observation.outputs().get(o);
                double[] path = Arrays.stream(control.meanOrders()[o])
                        .mapToDouble(samples -> Arrays.stream(samples)
                                .flatMapToDouble(order -> order.stream())
                                .average()
                                .orElse(0))
                        .toArray();
                controls.add(new ControlPath(
                        reader.run().point().name() + ", " + PhaseFit.name(output), output.name(), steps, path));
            }
        }
        return controls;
    }

    private List<NullResult> nulls(List<PhaseSeries> series, List<PhaseVerdict> verdicts) {
        List<NullResult> nulls = new ArrayList<>();
        for (int o = 0; o < series.size(); o++) {
            progress.alive("nulls of the spectrum, output " + (o + 1));
            String output = PhaseFit.name(observation.outputs().get(o));
            Nulls.of(series.get(o), verdicts.get(o), detector, NULL_TRIALS, seed).stream()
                    .filter(n -> n.trials() > 0)
                    .map(n -> new NullResult(output + ", " + n.name(), n.trials(), n.positive(), n.words()))
                    .forEach(nulls::add);
        }
        return nulls;
    }

    /** Of the first samples of both splits, at the first, the turning and the last checkpoint; images only. */
    private List<SpectrumPart.Picture> pictures(CheckpointReader reader, RunReading run, PhaseVerdict verdict)
            throws IOException {
        List<SpectrumPart.Picture> pictures = new ArrayList<>();
        if (data.shape().size() != 3) {
            return pictures;
        }
        Set<Integer> shown =
                new LinkedHashSet<>(List.of(0, Math.max(0, verdict.turn().lowest())));
        shown.add(run.steps().length - 1);
        for (int t : shown) {
            for (ObservedSpectrum sample : drawn(reader.spectra(t))) {
                pictures.add(picture(sample, run.steps()[t]));
            }
        }
        return pictures;
    }

    /** The first of both parts, wherever they stand in them. */
    private static List<ObservedSpectrum> drawn(List<ObservedSpectrum> samples) {
        return Stream.of("train", "test")
                .flatMap(part -> samples.stream()
                        .filter(sample -> sample.split().equals(part))
                        .limit(DRAWN_SAMPLES))
                .toList();
    }

    /** The same of texts, at the last checkpoint. */
    private List<SpectrumPart.Text> texts(CheckpointReader reader, RunReading run) throws IOException {
        List<SpectrumPart.Text> texts = new ArrayList<>();
        if (split.legend().tokens().isEmpty()) {
            return texts;
        }
        int last = run.steps().length - 1;
        for (ObservedSpectrum sample : drawn(reader.spectra(last))) {
            float[] row = row(sample);
            ReadText text = ReadText.of(split.legend(), observation.baseline(), row, 0, row.length);
            List<int[]> words = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            List<int[]> groups = groups(row);
            for (int player = 0; player < groups.size(); player++) {
                int[] members = text.wordsOf(groups.get(player));
                if (members.length > 0) { // a filler, or a frame that is never hidden, may be a player: it does nothing
                    words.add(members);
                    values.add(sample.influences()[player]);
                }
            }
            texts.add(new SpectrumPart.Text(
                    title(sample),
                    run.steps()[last],
                    sample.total(),
                    text.words(),
                    words,
                    values.stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return texts;
    }

    private List<CloserLook> closer(CheckpointReader reader, RunReading run) throws IOException {
        int last = run.steps().length - 1;
        CloserLooks looks = new CloserLooks(split, data, observation.baseline(), run.steps()[last]);
        List<Taken> path = new ArrayList<>();
        List<Long> schedule = Arrays.stream(run.steps()).boxed().toList();
        for (long step : observation.spectrum().closer().steps(schedule)) {
            path.add(new Taken(step, reader.closer(schedule.indexOf(step))));
        }
        return looks.of(path);
    }

    private float[] row(ObservedSpectrum sample) {
        float[] rows = sample.split().equals("train") ? split.trainRows() : split.testRows();
        int from = sample.position() * data.features();
        return Arrays.copyOfRange(rows, from, from + data.features());
    }

    private List<int[]> groups(float[] row) {
        return PlayerGroups.of(observation.players(), data.shape(), row, split.legend())
                .groups();
    }

    private static String title(ObservedSpectrum sample) {
        return Drawings.title(sample.split(), sample.position(), sample.label());
    }

    private SpectrumPart.Picture picture(ObservedSpectrum sample, long step) {
        List<int[]> groups = groups(row(sample));
        int pixels = data.shape().get(1) * data.shape().get(2);
        double[] values = new double[pixels];
        for (int player = 0; player < groups.size(); player++) {
            for (int feature : groups.get(player)) {
                values[feature % pixels] += sample.influences()[player] / groups.get(player).length;
            }
        }
        return new SpectrumPart.Picture(
                title(sample),
                step,
                sample.total(),
                data.shape().get(1),
                data.shape().get(2),
                values);
    }

    private static String words(ObservationSpec.Players players) {
        if (players instanceof ObservationSpec.InkBlocks ink) {
            return "the " + ink.count() + " blocks of " + ink.height() + " x " + ink.width() + " pixels with most ink";
        }
        if (players instanceof ObservationSpec.Grid grid) {
            return "the blocks of a grid of " + grid.rows() + " x " + grid.columns();
        }
        if (players instanceof ObservationSpec.FeatureMap map) {
            return map.rows() + " x " + map.columns() + " blocks of the feature map '" + map.tensor()
                    + "' inside the network, drawn on their shares of the image";
        }
        if (players instanceof ObservationSpec.Words words) {
            return words.count() + " words of each text, stop words left out";
        }
        return players instanceof ObservationSpec.AllFeatures
                ? "every input variable by itself"
                : "the groups of variables that the study lists";
    }
}
