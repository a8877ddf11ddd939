package dev.onset.grokking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole default study on two threads: 4 seeds of 4 networks at five noises, and an aligned start at one. */
@Tag("heavy")
class CubicEnsembleHeavyTest {
    private static final Logger LOG = LoggerFactory.getLogger(CubicEnsembleHeavyTest.class);
    private static final int SEEDS = 4;
    private static final double ALIGNED_NOISE = 0.10;

    @Test
    void ensemblesOfTheDefaultSize_agreeWithTheory() throws Exception {
        long start = System.nanoTime();
        SortedMap<Double, EnsembleSummary> runs = new TreeMap<>();
        SortedMap<Double, EnsembleSummary> aligned = new TreeMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            SortedMap<Double, List<Future<List<MemberObservation>>>> pending = new TreeMap<>();
            for (double noise : CubicChecks.NOISES) {
                pending.put(noise, submit(pool, noise, LangevinSettings.Start.PRIOR));
            }
            List<Future<List<MemberObservation>>> fromAligned =
                    submit(pool, ALIGNED_NOISE, LangevinSettings.Start.ALIGNED);
            for (var entry : pending.entrySet()) {
                runs.put(entry.getKey(), summary(entry.getValue()));
            }
            aligned.put(ALIGNED_NOISE, summary(fromAligned));
        } finally {
            pool.shutdownNow();
        }
        runs.forEach((noise, s) -> LOG.info(
                "sigma2 {}: b {} +- {}, c {} +- {}, P {}, side peak {} (low {}), test error {} +- {}",
                noise,
                s.b(),
                s.bError(),
                s.c(),
                s.cError(),
                s.far(),
                s.overlaps().sidePeak(),
                s.sidePeakLow(),
                s.testError(),
                s.testErrorError()));
        LOG.info("{} s", (System.nanoTime() - start) / 1e9);
        List<GrokkingCheck> checks = CubicChecks.ensembles(CubicSettings.eighth(-0.3, 1), runs, aligned);
        checks.forEach(check -> LOG.info("{} {}", check.pass() ? "pass" : "FAIL", check));
        assertThat(checks).hasSizeGreaterThan(18).allMatch(GrokkingCheck::pass);
    }

    private static List<Future<List<MemberObservation>>> submit(
            ExecutorService pool, double noise, LangevinSettings.Start from) {
        List<Future<List<MemberObservation>>> futures = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            long own = seed;
            Callable<List<MemberObservation>> task = () -> {
                LangevinTraining training = new LangevinTraining(
                        LangevinSettings.standard(CubicSettings.eighth(-0.3, noise))
                                .from(from),
                        own);
                training.advance(LangevinSettings.STANDARD_STEPS, step -> {});
                return training.observe();
            };
            futures.add(pool.submit(task));
        }
        return futures;
    }

    private static EnsembleSummary summary(List<Future<List<MemberObservation>>> futures) throws Exception {
        List<MemberObservation> all = new ArrayList<>();
        for (Future<List<MemberObservation>> f : futures) {
            all.addAll(f.get());
        }
        return EnsembleSummary.of(all);
    }
}
