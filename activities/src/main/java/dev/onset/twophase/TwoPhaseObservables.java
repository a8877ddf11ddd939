package dev.onset.twophase;

import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.SplitCache;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.evaluate.ModelBinding;
import dev.onset.game.ObservationSpec;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StudyDocument;
import dev.onset.observe.CloserObservable;
import dev.onset.observe.Evaluation;
import dev.onset.observe.InteractionObservable;
import dev.onset.observe.LossObservable;
import dev.onset.observe.OnnxEvaluation;
import dev.onset.observe.ProcessEvaluation;
import dev.onset.observe.SpectrumObservable;
import dev.onset.train.NetworkCost;
import dev.onset.trainer.ForeignNetworks;
import dev.onset.trainer.TrainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a two-phase study measures at its checkpoints, and how it asks their networks. */
final class TwoPhaseObservables {
    private TwoPhaseObservables() {}

    static List<Observable> of(StudyDocument study, SplitCache splits) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        DataSpec data = experiment.data();
        Evaluation evaluation = evaluation(study, experiment);
        Function<RunPoint, NetworkCost> network = point -> cost(experiment, point);
        ObservationSpec observation = experiment.observation();
        List<Observable> observables = new ArrayList<>();
        observables.add(new LossObservable(study, data, evaluation, splits, network));
        observables.add(
                observation.spectrum().alone()
                        ? new SpectrumObservable(study, data, observation, evaluation, splits, network)
                        : new InteractionObservable(study, data, observation, evaluation, splits, network));
        if (observation.spectrum().closer().asked()) {
            observables.add(new CloserObservable(
                    study,
                    data,
                    observation,
                    evaluation,
                    splits,
                    network,
                    point -> Variant.named(experiment, point.name()).control().isEmpty()));
        }
        return observables;
    }

    private static Evaluation evaluation(StudyDocument study, TwoPhase experiment) {
        Device device = experiment.observation().device();
        if (experiment.evaluator() instanceof EvaluatorSpec.Process program) {
            return new ProcessEvaluation(study, program, experiment.data(), device);
        }
        ModelBinding binding = experiment.trainer() instanceof TrainerSpec.Tensors tensors
                ? ForeignNetworks.binding(tensors, experiment.data())
                : ModelBinding.PLAIN;
        return new OnnxEvaluation(device, binding);
    }

    private static NetworkCost cost(TwoPhase experiment, RunPoint point) {
        if (experiment.trainer() instanceof TrainerSpec.Process) {
            return NetworkCost.ofBytes(0); // what it makes is not known before it has
        }
        return experiment.trainer() instanceof TrainerSpec.Import existing
                ? NetworkCost.ofBytes(existing.found().stream()
                        .mapToLong(TrainerSpec.Checkpoint::bytes)
                        .max()
                        .orElse(0))
                : NetworkCost.of(Variant.named(experiment, point.name()).network(experiment), experiment.data());
    }
}
