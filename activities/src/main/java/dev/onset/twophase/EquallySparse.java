package dev.onset.twophase;

import dev.onset.game.ObservationSpec;
import dev.onset.interactions.CentroidRange;
import dev.onset.interactions.Extraction;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.ExtractionWorkspace;
import dev.onset.interactions.OrderStrengths;
import dev.onset.interactions.SparseExtractor;
import dev.onset.kind.StageProgress;
import dev.onset.observe.Extractors;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.report.ReportParts.SparseRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How far the mean order can move among equally sparse interactions, for a few samples at a few checkpoints: each sample's
 * certified range, averaged by the strength of the sample's interactions as the centroid of all samples is. It is of effects
 * of every size and of these samples, so it is given as the way to both ends from the extracted effects' own centroid.
 */
final class EquallySparse {
    private static final int SAMPLES = 4;

    private EquallySparse() {}

    static List<SparseRange> of(
            CheckpointReader reader,
            ObservationSpec spec,
            double[] centroid,
            Collection<Integer> checkpoints,
            StageProgress progress)
            throws IOException {
        // any of the sparsest effects will do: it is the sum that the range is about
        ExtractionSettings settings = Extractors.settings(spec).withCanonical(false);
        List<SparseRange> ranges = new ArrayList<>();
        for (int t : checkpoints) {
            List<ObservedSample> samples = reader.samples(t);
            SparseExtractor extractor = Extractors.of(samples.get(0).players());
            ExtractionWorkspace workspace = extractor.newWorkspace();
            double low = 0;
            double high = 0;
            double weight = 0;
            for (int i : spread(samples.size())) {
                progress.alive("range of equally sparse interactions, checkpoint " + (t + 1) + ", sample " + (i + 1));
                double[] v = samples.get(i).values(0);
                Extraction best = extractor.extract(v, Extractors.noise(spec, v), settings, workspace);
                if (best.objective() > 0) {
                    CentroidRange range = CentroidRange.of(extractor, v, best, CentroidRange.DEFAULT_SLACK, workspace);
                    double extracted = OrderStrengths.of(best, 0).centroid();
                    low += best.objective() * (range.low() - extracted);
                    high += best.objective() * (range.high() - extracted);
                    weight += best.objective();
                }
            }
            if (weight > 0) {
                ranges.add(new SparseRange(t, centroid[t] + low / weight, centroid[t] + high / weight));
            }
        }
        return ranges;
    }

    /** The widest of them, in orders; 0 where there is none. */
    static double widest(List<SparseRange> ranges) {
        return ranges.stream().mapToDouble(r -> r.high() - r.low()).max().orElse(0);
    }

    /** A few samples, evenly spread over the study's, so that both splits are among them. */
    private static int[] spread(int samples) {
        int count = Math.min(SAMPLES, samples);
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = (int) ((long) i * samples / count);
        }
        return positions;
    }
}
