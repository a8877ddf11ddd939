package dev.onset.train;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.data.SplitCache;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Trains feed-forward networks with DeepLearning4J on the training part of a study's data, one at a time in a process. The
 * library is loaded when the first training opens, or when its profile is asked for.
 */
public final class Dl4jTrainer implements Trainer {
    /**
     * One run's network.
     *
     * @param seed of its weights and batches
     * @param further what else determines its bits, such as which examples it is given
     */
    public record Job(NetworkSpec network, long seed, SortedMap<String, Object> further, Examples examples) {}

    /** The examples that a run trains on. */
    public interface Examples {
        /** Features, [example x feature], row-major. */
        float[] rows(Split split);

        int[] labels(Split split);
    }

    private final StudyDocument study;
    private final DataSpec data;
    private final TrainingSpec training;
    private final SplitCache splits;
    private final Function<RunPoint, Job> jobs;

    public Dl4jTrainer(
            StudyDocument study,
            DataSpec data,
            TrainingSpec training,
            SplitCache splits,
            Function<RunPoint, Job> jobs) {
        this.study = study;
        this.data = data;
        this.training = training;
        this.splits = splits;
        this.jobs = jobs;
    }

    @Override
    public int segmentSeconds() {
        return training.segmentSeconds();
    }

    @Override
    public int commitSeconds() {
        return training.commitSeconds();
    }

    @Override
    public Profile profile(StageContext context) {
        return TrainingProfile.current();
    }

    /** Neither the number of steps nor the test split determines a checkpoint's bits. */
    @Override
    public Fingerprint trajectory(RunPoint point, String profile) {
        Job job = jobs.apply(point);
        Map<String, Object> parameters = new TreeMap<>(job.further());
        parameters.put("data", data.training());
        parameters.put("network", job.network());
        parameters.put(
                "training",
                Map.of(
                        "optimizer", training.optimizer(),
                        "learningRate", training.learningRate(),
                        "momentum", training.momentum(),
                        "weightDecay", training.weightDecay(),
                        "batch", training.batch()));
        if (training.augmentation().changes()) { // what trains on examples as they are keeps the name it had
            parameters.put("augmentation", training.augmentation());
        }
        parameters.put("seed", job.seed());
        return Fingerprint.of("train", NetworkTraining.VERSION, parameters, study.inputDigests(), profile);
    }

    @Override
    public ResumableTraining open(StageContext context, RunPoint point) throws IOException {
        Job job = jobs.apply(point);
        Split split = splits.of(context, study, data);
        return new NetworkTraining(
                job.network(),
                training,
                data,
                job.examples().rows(split),
                job.examples().labels(split),
                job.seed());
    }

    @Override
    public Cost cost(RunPoint point) {
        return NetworkCost.of(jobs.apply(point).network(), data).training(training.batch());
    }
}
