package dev.onset.grokking.modular;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.GridKind;
import dev.onset.grid.Observations;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Grokking in modular addition: trainings by seed with their controls, beside the theory. */
public final class ModularKind extends GridKind<GrokkingModular> {
    public ModularKind() {
        super(
                GrokkingModular.class,
                GrokkingModular.KIND,
                "grokking in modular addition",
                "3",
                List.of("grokking-modular", "grokking-modular-quick"));
    }

    @Override
    protected List<ModularCell> cells(StudySpec spec) {
        return ModularCell.of(spec);
    }

    @Override
    protected double maximumHours(GrokkingModular experiment) {
        return experiment.grid().maximumHours();
    }

    @Override
    protected FigureReport reportOf(StudySpec spec, Observations observations) {
        return new ModularReport(spec, observations).write();
    }

    @Override
    protected List<Figure> soFar(StudySpec spec, Observations observations) {
        return List.of(new ModularReport(spec, observations).time());
    }

    @Override
    protected Optional<AxesPanel> glance(StudySpec spec, String cell, Observations observations) {
        return Optional.of(ModularReport.glance(cell, observations.of(cell, ModularObservation.class)));
    }

    @Override
    protected Object settings(GrokkingModular experiment) {
        return Map.of(
                "problem", experiment.problem(),
                "learningRate", experiment.training().learningRate(),
                "weightDecay", experiment.training().weightDecay(),
                "seed", experiment.grid().seed(),
                "fractions", experiment.grid().fractions(),
                "controls", experiment.controls());
    }

    @Override
    protected int segmentSeconds(GrokkingModular experiment) {
        return experiment.training().segmentSeconds();
    }

    @Override
    protected int commitSeconds(GrokkingModular experiment) {
        return experiment.training().commitSeconds();
    }
}
