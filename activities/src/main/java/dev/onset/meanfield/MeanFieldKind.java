package dev.onset.meanfield;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.GridKind;
import dev.onset.grid.Observations;
import dev.onset.report.FigureReport;
import java.util.List;
import java.util.Map;

/** Mean-field dynamics of two-layer networks on the cube: particle flows by width, seed and factor. */
public final class MeanFieldKind extends GridKind<MeanField> {
    public MeanFieldKind() {
        super(
                MeanField.class,
                MeanField.KIND,
                "mean-field flow of a two-layer network",
                "2",
                List.of("mean-field", "mean-field-quick"));
    }

    @Override
    protected List<FlowCell> cells(StudySpec spec) {
        return FlowCell.of(spec);
    }

    @Override
    protected double maximumHours(MeanField experiment) {
        return experiment.grid().maximumHours();
    }

    @Override
    protected FigureReport reportOf(StudySpec spec, Observations observations) {
        return new MeanFieldReport(spec, observations).write();
    }

    @Override
    protected Object settings(MeanField experiment) {
        MeanField.Grid grid = experiment.grid();
        return Map.of(
                "problem", experiment.problem(),
                "timeStep", experiment.training().timeStep(),
                "sample", experiment.sample(),
                "seed", grid.seed(),
                "factors",
                        List.of(grid.noise(), grid.points(), grid.neurons(), grid.weightDecay(), grid.initialScale()));
    }

    @Override
    protected int segmentSeconds(MeanField experiment) {
        return experiment.training().segmentSeconds();
    }

    @Override
    protected int commitSeconds(MeanField experiment) {
        return experiment.training().commitSeconds();
    }
}
