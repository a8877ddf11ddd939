package dev.onset.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.data.Split;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("unit")
@Tag("bench")
final class TrainingBench {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final Logger LOG = LoggerFactory.getLogger(TrainingBench.class);

    @Test
    void referenceTrainingOnDigits_takesWellUnderTenSeconds() {
        Split split = Networks.digits();
        try (NetworkTrainer trainer = Networks.open(Networks.MLP, Networks.sgd(0.05, 0, 0), split, 0)) {
            long start = System.nanoTime();
            long cpu = CPU.getCurrentThreadCpuTime();
            long[] last = {start};
            trainer.advance(3000, step -> {
                if (step % 500 == 0) {
                    long now = System.nanoTime();
                    LOG.info("step {}: {} ms a step", step, (now - last[0]) / 500e6);
                    last[0] = now;
                }
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            double busy = (CPU.getCurrentThreadCpuTime() - cpu) / 1e9;
            double accuracy = Networks.accuracy(trainer.logits(split.testRows(), 1000), split.testLabels());
            LOG.info(
                    "3,000 steps of 64-128-128-128-10, batch 32: {} s, {} s of this thread's processor, test accuracy {}",
                    seconds,
                    busy,
                    accuracy);
            assertThat(accuracy).isBetween(0.9, 0.96);
            // processor time, so that a busy machine does not fail it
            assertThat(busy).isLessThan(8);
        }
    }
}
