package dev.onset.grokking.cubic;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.grid.GridKind;
import dev.onset.grid.Observations;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Feature learning of a cubic teacher: Langevin ensembles over noises, against the adaptive-kernel theory. */
public final class CubicKind extends GridKind<GrokkingCubic> {
    public CubicKind() {
        super(
                GrokkingCubic.class,
                GrokkingCubic.KIND,
                "grokking of a cubic teacher",
                "3",
                List.of("grokking-cubic", "grokking-cubic-quick"));
    }

    @Override
    protected List<CubicCell> cells(StudySpec spec) {
        return CubicCell.of(spec);
    }

    @Override
    protected double maximumHours(GrokkingCubic experiment) {
        return experiment.grid().maximumHours();
    }

    /**
     * The teacher must have a first-order transition at these sizes, and a theory at every noise: neither may turn out only
     * once all runs are trained.
     *
     * @throws OnsetException STUDY_INVALID beyond the tricritical point, or where the equations cannot be solved
     */
    @Override
    protected void check(GrokkingCubic experiment) {
        List<Double> noises = experiment.grid().noise();
        CubicSettings sizes = CubicSettings.of(experiment.problem(), noises.get(0));
        CubicTransition.of(sizes);
        new AdaptiveKernel().follow(sizes, noises).lost().ifPresent(noise -> {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "grid.noise goes down to " + Collections.min(noises)
                            + "; at these sizes the adaptive-kernel equations could be solved down to sigma2 = " + noise
                            + " only, and runs below it would have no theory; leave out smaller noises; nothing was run");
        });
    }

    @Override
    protected FigureReport reportOf(StudySpec spec, Observations observations) {
        return new CubicReport(spec, observations).write();
    }

    @Override
    protected List<Figure> soFar(StudySpec spec, Observations observations) {
        return List.of(CubicCourse.figure(spec, observations));
    }

    @Override
    protected Optional<AxesPanel> glance(StudySpec spec, String cell, Observations observations) {
        return Optional.of(CubicCourse.panel(cell, observations.of(cell, CubicCell.Observation.class)));
    }

    @Override
    protected Object settings(GrokkingCubic experiment) {
        GrokkingCubic.Grid grid = experiment.grid();
        return Map.of(
                "problem", experiment.problem(),
                "noise", grid.noise(),
                "seed", grid.seed(),
                "aligned", grid.aligned());
    }

    @Override
    protected int segmentSeconds(GrokkingCubic experiment) {
        return experiment.training().segmentSeconds();
    }

    @Override
    protected int commitSeconds(GrokkingCubic experiment) {
        return experiment.training().commitSeconds();
    }
}
