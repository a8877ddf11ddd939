package dev.onset.twophase;

import dev.onset.kind.StageProgress;
import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.twophase.CheckpointReader.ObservedSpectrum;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The order spectra of one run through its checkpoints, small enough to hold.
 *
 * @param meanOrders [output][checkpoint][sample]; empty for a constant game
 * @param shares [output][order - 1][checkpoint]: means over samples, 0 where one of them does not know it
 * @param known whether all do
 * @param passes evaluations of all samples
 * @param exact whether every coalition was evaluated
 */
record SpectrumReading(
        OptionalDouble[][][] meanOrders, double[][][] shares, boolean[][][] known, long passes, boolean exact) {
    private static final int SHOWN_ORDERS = 4;

    static SpectrumReading of(CheckpointReader reader, int outputs, StageProgress progress) throws IOException {
        int checkpoints = reader.checkpoints();
        OptionalDouble[][][] orders = new OptionalDouble[outputs][checkpoints][];
        double[][][] shares = new double[outputs][SHOWN_ORDERS][checkpoints];
        boolean[][][] known = new boolean[outputs][SHOWN_ORDERS][checkpoints];
        long passes = 0;
        boolean exact = true;
        for (int t = 0; t < checkpoints; t++) {
            progress.alive("spectra of checkpoint " + (t + 1) + " of " + checkpoints);
            List<ObservedSpectrum> samples = reader.spectra(t);
            for (ObservedSpectrum sample : samples) {
                passes += sample.outputs().get(0).passes();
                exact &= sample.outputs().get(0).exact();
            }
            for (int o = 0; o < outputs; o++) {
                int output = o;
                List<OrderSpectrum> spectra =
                        samples.stream().map(s -> s.outputs().get(output)).toList();
                orders[o][t] = spectra.stream().map(SpectrumReading::meanOrder).toArray(OptionalDouble[]::new);
                for (int k = 0; k < SHOWN_ORDERS; k++) {
                    OptionalDouble mean = share(spectra, k);
                    shares[o][k][t] = mean.orElse(0);
                    known[o][k][t] = mean.isPresent();
                }
            }
        }
        return new SpectrumReading(orders, shares, known, passes, exact);
    }

    static OptionalDouble meanOrder(OrderSpectrum spectrum) {
        return spectrum.meanOrder().stream().mapToDouble(Estimate::value).findFirst();
    }

    private static OptionalDouble share(List<OrderSpectrum> spectra, int order) {
        List<OrderSpectrum> varying =
                spectra.stream().filter(s -> s.meanOrder().isPresent()).toList();
        return varying.stream().allMatch(s -> s.shares().size() > order)
                ? varying.stream()
                        .mapToDouble(s -> s.shares().get(order).value())
                        .average()
                : OptionalDouble.empty();
    }
}
