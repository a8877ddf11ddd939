package dev.onset.threesteps;

import dev.onset.kind.LivePages;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.StageContext;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The same figure while the steps are taken. */
final class ThreeStepsPages implements LivePages {
    @Override
    public List<Figure> soFar(StageContext context, List<ObservedRun> runs, Path folder) {
        return SumFigure.of(context, runs).figures();
    }

    @Override
    public Optional<AxesPanel> glance(StageContext context, ObservedRun run, Path folder) {
        return Optional.of(SumFigure.panel(run.point().name(), run));
    }
}
