package dev.onset.grokkingstudy;

import dev.onset.contracts.GrokkingCubic;
import dev.onset.contracts.StudySpec;
import dev.onset.grokking.CubicTransition;
import dev.onset.report.FigureReport;
import dev.onset.stages.StudyDocument;
import java.util.List;
import java.util.Map;

/** Feature learning of a cubic teacher: Langevin ensembles over noises, against the adaptive-kernel theory. */
public final class CubicDriver extends GridDriver<GrokkingCubic> {
    public CubicDriver() {
        super(GrokkingCubic.class, GrokkingCubic.KIND);
    }

    @Override
    List<CubicCell> cells(StudySpec spec) {
        return CubicCell.of(spec);
    }

    @Override
    double maximumHours(GrokkingCubic experiment) {
        return experiment.grid().maximumHours();
    }

    /**
     * The teacher must have a first-order transition at these sizes.
     *
     * @throws dev.onset.contracts.OnsetException STUDY_INVALID beyond the tricritical point
     */
    @Override
    void check(GrokkingCubic experiment) {
        CubicTransition.of(
                CubicCell.problem(experiment, experiment.grid().noise().get(0)));
    }

    @Override
    FigureReport reportOf(StudySpec spec, Observations observations) {
        return new CubicReport(spec, observations).write();
    }

    @Override
    Object settings(GrokkingCubic experiment) {
        GrokkingCubic.Grid grid = experiment.grid();
        return Map.of(
                "problem", experiment.problem(),
                "noise", grid.noise(),
                "seed", grid.seed(),
                "aligned", grid.aligned());
    }

    @Override
    String words() {
        return "grokking of a cubic teacher";
    }

    @Override
    public int segmentSeconds(StudyDocument study) {
        return study.experiment(GrokkingCubic.class).training().segmentSeconds();
    }

    @Override
    public String fitVersion() {
        return "1";
    }

    @Override
    public String reportVersion() {
        return "1";
    }
}
