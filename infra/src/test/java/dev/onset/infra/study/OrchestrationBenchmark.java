package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.Kinds;
import dev.onset.kind.Observable;
import dev.onset.kind.StageProgress;
import dev.onset.kind.StudyDocument;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.StageResult;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What orchestration costs: the wall time of a study under Temporal against the same stages called from a plain loop with
 * the same parallelism (one training, one observation a core), in one process, alternating.
 */
@Tag("unit")
@Tag("bench")
class OrchestrationBenchmark {
    private static final String STUDY = System.getProperty("onset.bench.study", "digits");
    private static final int ROUNDS = Integer.getInteger("onset.bench.rounds", 3);

    private static final ProgressSink SILENT = new QuietProgress();

    @Test
    void orchestrationCostsAtMostATenth(@TempDir Path folder) throws Exception {
        StudyFile file = StudyFile.load(STUDY, Overrides.none());
        double[] orchestrated = new double[ROUNDS];
        double[] plain = new double[ROUNDS];
        once(file, folder.resolve("warm"), true); // class loading and compilation count for neither
        for (int round = 0; round < ROUNDS; round++) {
            plain[round] = once(file, folder.resolve("plain" + round), false);
            orchestrated[round] = once(file, folder.resolve("temporal" + round), true);
        }
        double ratio = median(orchestrated) / median(plain);
        System.out.printf(
                Locale.ROOT,
                "%s, median of %d rounds: plain loop %.1f s, under Temporal %.1f s, ratio %.3f%n",
                STUDY,
                ROUNDS,
                median(plain),
                median(orchestrated),
                ratio);
        assertThat(ratio).isLessThan(1.1);
    }

    private static double once(StudyFile file, Path data, boolean orchestrated) throws Exception {
        try (DataDirectory directory =
                DataDirectory.open(new Place(data, Optional.empty(), Optional.empty()), Map.of())) {
            StudyPipeline pipeline = new StudyPipeline(directory.context(), Kinds.installed());
            StudyInputs inputs = StudyInputs.of(file, Kinds.installed().of(file.spec()));
            StudyDocument document = inputs.document();
            inputs.upload(document, directory.context().blobs());
            StudyRef published = pipeline.publish(document);
            long began = System.nanoTime();
            if (orchestrated) {
                try (EmbeddedExecution embedded = new EmbeddedExecution(pipeline, 1)) {
                    StudyRequest request =
                            new StudyRequest(published, false, embedded.signalMillis(), "", "", Optional.empty());
                    embedded.run(published, request, SILENT);
                }
            } else {
                loop(pipeline.open(published));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            StageResult report = pipeline.open(published).reported().orElseThrow();
            assertThat(report.outputs()).containsKey("index.html");
            return seconds;
        }
    }

    private static void loop(OpenStudy study) throws Exception {
        ExecutorService trainer = Executors.newSingleThreadExecutor();
        ExecutorService observers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> runs = new ArrayList<>();
            List<Future<?>> observations = new ArrayList<>();
            for (int run = 0; run < study.points().size(); run++) {
                int index = run;
                int[] submitted = {0};
                runs.add(trainer.submit(() -> study.train(index, StageProgress.NONE, (prefix, step, digest) -> {
                    for (; submitted[0] < prefix; submitted[0]++) {
                        int checkpoint = submitted[0];
                        for (Observable observable : study.observables()) {
                            for (int shard = 0; shard < observable.shards(); shard++) {
                                int slice = shard;
                                Future<?> observation = observers.submit(() -> study.observe(
                                        index, checkpoint, observable.name(), slice, 0, StageProgress.NONE));
                                synchronized (observations) {
                                    observations.add(observation);
                                }
                            }
                        }
                    }
                })));
            }
            for (Future<?> run : runs) {
                run.get();
            }
            for (Future<?> observation : observations) {
                observation.get();
            }
            StageOutcome fit = study.fit(0, StageProgress.NONE);
            study.report(fit, StageTally.NONE, 0, 0, 0);
        } finally {
            trainer.shutdownNow();
            observers.shutdownNow();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
