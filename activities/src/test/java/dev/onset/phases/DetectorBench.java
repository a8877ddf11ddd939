package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time of one verdict and of its nulls at the size of a large study: 1,000 + 1,000 examples, 48 samples, 23 checkpoints. */
@Tag("unit")
@Tag("bench")
final class DetectorBench {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorBench.class);
    private static final DetectorSpec SPEC = DetectorSpec.reference();

    @Test
    void verdictAndNulls_takeFractionsOfASecond() {
        Synthetic s = new Synthetic();
        s.examples = 1000;
        s.samples = 48;
        PhaseSeries run = s.run(Synthetic::vee);
        PhaseVerdict verdict = PhaseDetector.detect(run, SPEC, 0, 1);
        double first = 0;
        double[] detect = new double[15];
        double[] nulls = new double[5];
        for (int i = 0; i < detect.length; i++) {
            long start = System.nanoTime();
            PhaseDetector.detect(run, SPEC, 0, i);
            detect[i] = (System.nanoTime() - start) / 1e9;
            first = i == 0 ? detect[0] : first;
        }
        for (int i = 0; i < nulls.length; i++) {
            long start = System.nanoTime();
            Nulls.of(run, verdict, SPEC, 400, i);
            nulls[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(detect);
        Arrays.sort(nulls);
        LOG.info(
                "verdict: second call {} s, median {} s; nulls of 400 trials: median {} s", first, detect[7], nulls[2]);
        assertThat(detect[7]).isLessThan(0.3);
        assertThat(nulls[2]).isLessThan(1);
    }
}
