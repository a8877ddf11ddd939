package dev.onset.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.onset.contracts.Require;

/**
 * How the network is trained: cross entropy, minibatches reshuffled every epoch, the last partial batch dropped.
 *
 * @param optimizer update rule
 * @param learningRate step size
 * @param momentum for {@code SGD}; 0 is plain
 * @param weightDecay decoupled decay per step, times the learning rate
 * @param batch examples a step
 * @param steps optimiser steps in all; not part of a checkpoint's identity, so extending retrains nothing
 * @param segmentSeconds a training activity ends at the first commit or resume point after this long
 * @param commitSeconds between two resume points, so much training is lost at most; 0, which no stored study writes, spaces
 *     them by what they cost. No part of a checkpoint's identity
 * @param augmentation how examples are changed when they are shown; studies that change nothing do not write it
 */
public record TrainingSpec(
        Optimizer optimizer,
        double learningRate,
        double momentum,
        double weightDecay,
        int batch,
        long steps,
        int segmentSeconds,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        int commitSeconds,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = AugmentationSpec.None.class)
        AugmentationSpec augmentation) {
    /** Update rules. */
    public enum Optimizer {
        SGD,
        ADAM
    }

    public TrainingSpec {
        Require.present("optimizer", optimizer);
        Require.within("learningRate", learningRate, 0.0, 1_000.0);
        Require.within("momentum", momentum, 0.0, 0.9999);
        Require.within("weightDecay", weightDecay, 0.0, 100.0);
        Require.within("batch", batch, 1, 1_000_000);
        Require.within("steps", steps, 1, 1_000_000_000L);
        Require.within("segmentSeconds", segmentSeconds, 1, 7 * 24 * 3600);
        Require.within("commitSeconds", commitSeconds, 0, 7 * 24 * 3600);
        augmentation = augmentation == null ? AugmentationSpec.NONE : augmentation;
    }

    /** A training on examples as they are. */
    public TrainingSpec(
            Optimizer optimizer,
            double learningRate,
            double momentum,
            double weightDecay,
            int batch,
            long steps,
            int segmentSeconds,
            int commitSeconds) {
        this(
                optimizer,
                learningRate,
                momentum,
                weightDecay,
                batch,
                steps,
                segmentSeconds,
                commitSeconds,
                AugmentationSpec.NONE);
    }

    /** The same training, of another length. */
    public TrainingSpec withSteps(long other) {
        return new TrainingSpec(
                optimizer,
                learningRate,
                momentum,
                weightDecay,
                batch,
                other,
                segmentSeconds,
                commitSeconds,
                augmentation);
    }
}
