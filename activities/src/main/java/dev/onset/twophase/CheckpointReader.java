package dev.onset.twophase;

import dev.onset.game.SpectrumSpec;
import dev.onset.interactions.Transforms;
import dev.onset.kind.ObservedRun;
import dev.onset.observe.CloserFiles;
import dev.onset.observe.CloserObservable;
import dev.onset.observe.InteractionFiles;
import dev.onset.observe.InteractionFiles.SampleFacts;
import dev.onset.observe.InteractionFiles.Shard;
import dev.onset.observe.InteractionObservable;
import dev.onset.observe.LossFiles;
import dev.onset.observe.LossObservable;
import dev.onset.observe.SpectrumFiles;
import dev.onset.observe.SpectrumObservable;
import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.ExactSpectrum;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.store.BlobStore;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what was observed of a run, a checkpoint at a time: a study's interactions do not fit in memory at once. */
final class CheckpointReader {
    private final ObservedRun run;
    private final SpectrumSpec spectrum;
    private final BlobStore blobs;
    private final Path scratch;

    CheckpointReader(ObservedRun run, SpectrumSpec spectrum, BlobStore blobs, Path scratch) {
        this.run = run;
        this.spectrum = spectrum;
        this.blobs = blobs;
        this.scratch = scratch;
    }

    ObservedRun run() {
        return run;
    }

    int checkpoints() {
        return run.checkpoints().size();
    }

    /** Of everything observed at a checkpoint, and whether it was hashed: what was only looked at is not taken for the other. */
    String digest(int checkpoint) {
        return (blobs.isLooking() ? "looked at " : "")
                + Stream.of(
                                LossObservable.NAME,
                                spectrum.alone() ? SpectrumObservable.NAME : InteractionObservable.NAME)
                        .flatMap(observable -> run.observed(observable, checkpoint).stream())
                        .map(StageResult::digest)
                        .collect(Collectors.joining());
    }

    LossFiles losses(int checkpoint) throws IOException {
        return LossFiles.read(run.observed(LossObservable.NAME, checkpoint).get(0), blobs, scratch);
    }

    /** All samples of a checkpoint, in the study's order. */
    List<ObservedSample> samples(int checkpoint) throws IOException {
        List<ObservedSample> samples = new ArrayList<>();
        for (StageResult shard : run.observed(InteractionObservable.NAME, checkpoint)) {
            Shard read = InteractionFiles.read(shard, blobs, scratch);
            for (int i = 0; i < read.facts().samples().size(); i++) {
                samples.add(new ObservedSample(read, i));
            }
        }
        return samples;
    }

    /** All samples' order spectra at a checkpoint, in the study's order: observed, or of the games that were observed. */
    List<ObservedSpectrum> spectra(int checkpoint) throws IOException {
        List<ObservedSpectrum> spectra = new ArrayList<>();
        if (!spectrum.alone()) {
            for (ObservedSample sample : samples(checkpoint)) {
                spectra.add(ofGames(sample));
            }
            return spectra;
        }
        for (StageResult shard : run.observed(SpectrumObservable.NAME, checkpoint)) {
            SpectrumFiles.Shard read = SpectrumFiles.read(shard, blobs, scratch);
            for (int i = 0; i < read.facts().samples().size(); i++) {
                SpectrumFiles.SampleSpectra sample = read.facts().samples().get(i);
                double[] total = read.influences(i, 0);
                boolean measured = Arrays.stream(total).anyMatch(t -> t > 0);
                spectra.add(new ObservedSpectrum(
                        sample.split(),
                        sample.position(),
                        sample.label(),
                        sample.outputs(),
                        measured ? total : read.firstOrder(i, 0),
                        measured));
            }
        }
        return spectra;
    }

    /** What a closer look found at a checkpoint: none where none is taken. */
    List<CloserFiles.Seen> closer(int checkpoint) throws IOException {
        List<CloserFiles.Seen> looks = new ArrayList<>();
        if (spectrum.closer().asked()) {
            for (StageResult shard : run.observed(CloserObservable.NAME, checkpoint)) {
                looks.addAll(CloserFiles.read(shard, blobs, scratch));
            }
        }
        return looks;
    }

    private ObservedSpectrum ofGames(ObservedSample sample) {
        List<OrderSpectrum> outputs = new ArrayList<>();
        for (int o = 0; o < sample.facts().games().size(); o++) {
            outputs.add(ExactSpectrum.of(sample.values(o), spectrum.p()).spectrum());
        }
        double[] influences = outputs.get(0).influences().stream()
                .mapToDouble(Estimate::value)
                .toArray();
        return new ObservedSpectrum(
                sample.facts().split(),
                sample.facts().position(),
                sample.facts().label(),
                outputs,
                influences,
                true);
    }

    /**
     * One sample's order spectra at one checkpoint.
     *
     * @param influences of the first output, by player: total ones, or first-order components where those were not measured
     * @param total which of both they are
     */
    record ObservedSpectrum(
            String split, int position, int label, List<OrderSpectrum> outputs, double[] influences, boolean total) {}

    /** One sample's interactions at one checkpoint. */
    record ObservedSample(Shard shard, int index) {
        SampleFacts facts() {
            return shard.facts().samples().get(index);
        }

        int players() {
            return shard.facts().n();
        }

        /** The game v by coalition. */
        double[] values(int output) {
            return shard.values(index, output);
        }

        /** AND effects by coalition. */
        double[] and(int output) {
            return shard.effects(index, output, 0);
        }

        /** OR effects by coalition. */
        double[] or(int output) {
            return shard.effects(index, output, 1);
        }
    }

    /** AND interactions of the game as it is, no OR beside them: its Harsanyi transform, by coalition. */
    static double[] harsanyi(ObservedSample sample, int output) {
        double[] u = sample.values(output);
        double empty = u[0];
        for (int s = 0; s < u.length; s++) {
            u[s] -= empty;
        }
        return Transforms.and(u);
    }

    /** Mean |v(N) - v(empty)| over samples. */
    static double meanEffect(List<ObservedSample> samples, int output) {
        double sum = 0;
        for (ObservedSample sample : samples) {
            sum += sample.facts().games().get(output).effect();
        }
        return sum / samples.size();
    }
}
