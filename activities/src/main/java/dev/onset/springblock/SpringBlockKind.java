package dev.onset.springblock;

import dev.onset.contracts.StudySpec;
import dev.onset.data.DataSpec;
import dev.onset.grid.GridKind;
import dev.onset.grid.Observations;
import dev.onset.report.FigureReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Spring-block theory of feature learning: networks over nonlinearity and noise, beside chains of blocks. */
public final class SpringBlockKind extends GridKind<SpringBlock> {
    public SpringBlockKind() {
        super(
                SpringBlock.class,
                SpringBlock.KIND,
                "spring-block theory of feature learning",
                "1",
                List.of("spring-block", "spring-block-quick", "spring-block-full", "spring-block-cnn"));
    }

    @Override
    protected List<SpringCell> cells(StudySpec spec) {
        return SpringCell.of(spec);
    }

    @Override
    protected Optional<DataSpec> data(SpringBlock experiment) {
        return Optional.of(experiment.data());
    }

    @Override
    protected double maximumHours(SpringBlock experiment) {
        return experiment.grid().maximumHours();
    }

    @Override
    protected FigureReport reportOf(StudySpec spec, Observations observations) {
        return new SpringReport(spec, observations).write();
    }

    @Override
    protected Object settings(SpringBlock experiment) {
        return Map.of(
                "data", experiment.data().bothParts(),
                "name", experiment.data().name(),
                "network", experiment.network(),
                "learningRate", experiment.training().learningRate(),
                "batch", experiment.training().batch(),
                "steps", experiment.training().steps(),
                "grid", experiment.grid());
    }

    @Override
    protected int segmentSeconds(SpringBlock experiment) {
        return experiment.training().segmentSeconds();
    }

    @Override
    protected int commitSeconds(SpringBlock experiment) {
        return experiment.training().commitSeconds();
    }
}
