package dev.onset.pages;

import dev.onset.kind.ObservedRun;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.report.FigureReport;
import dev.onset.store.CrashPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A fit that is a report without its study's name: what a theory says beside what the runs showed. */
public final class FigureModel implements PhaseModel {
    /** The figures of a study, from what was observed. */
    public interface Figures {
        FigureReport of(StageContext context, List<ObservedRun> runs) throws IOException;
    }

    private final String version;
    private final Object parameters;
    private final Figures report;

    /** @param parameters what the fit depends on besides the observations */
    public FigureModel(String version, Object parameters, Figures report) {
        this.version = version;
        this.parameters = parameters;
        this.report = report;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Object parameters() {
        return parameters;
    }

    @Override
    public StageProduct fit(StageContext context, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException {
        CrashPoints.DURING_FIT.pass();
        progress.alive("theory against runs");
        return FigureFit.FILE.write(report.of(context, runs), folder);
    }
}
