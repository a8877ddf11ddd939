package dev.onset.grokkingstudy;

import dev.onset.contracts.GrokkingModular;
import dev.onset.contracts.StudySpec;
import dev.onset.report.FigureReport;
import dev.onset.stages.StudyDocument;
import java.util.List;
import java.util.Map;

/** Grokking in modular addition: trainings by seed with their controls, beside the theory. */
public final class ModularDriver extends GridDriver<GrokkingModular> {
    public ModularDriver() {
        super(GrokkingModular.class, GrokkingModular.KIND);
    }

    @Override
    List<ModularCell> cells(StudySpec spec) {
        return ModularCell.of(spec);
    }

    @Override
    double maximumHours(GrokkingModular experiment) {
        return experiment.grid().maximumHours();
    }

    /** The bounds of fields say all. */
    @Override
    void check(GrokkingModular experiment) {}

    @Override
    FigureReport reportOf(StudySpec spec, Observations observations) {
        return new ModularReport(spec, observations).write();
    }

    @Override
    Object settings(GrokkingModular experiment) {
        return Map.of(
                "problem", experiment.problem(),
                "learningRate", experiment.training().learningRate(),
                "weightDecay", experiment.training().weightDecay(),
                "seed", experiment.grid().seed(),
                "fractions", experiment.grid().fractions(),
                "controls", experiment.controls());
    }

    @Override
    String words() {
        return "grokking in modular addition";
    }

    @Override
    public int segmentSeconds(StudyDocument study) {
        return study.experiment(GrokkingModular.class).training().segmentSeconds();
    }

    @Override
    public String fitVersion() {
        return "2";
    }

    @Override
    public String reportVersion() {
        return "2";
    }
}
