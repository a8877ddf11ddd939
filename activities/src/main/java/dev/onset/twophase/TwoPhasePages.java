package dev.onset.twophase;

import dev.onset.evaluate.Cut;
import dev.onset.kind.LivePages;
import dev.onset.kind.Outcome;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.pages.ReportPages;
import dev.onset.report.Provenance.Fact;
import dev.onset.report.ReportDigest;
import dev.onset.store.CrashPoints;
import dev.onset.store.StageResult;
import dev.onset.twophase.report.ReportParts.Identity;
import dev.onset.twophase.report.TwoPhaseFigures;
import dev.onset.twophase.report.TwoPhaseReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a fit into pages: adds which study it is, what was reused, and where the numbers come from. */
final class TwoPhasePages implements StudyPages {
    private static final String VERSION = "6";

    private final StudyDocument study;
    private final LivePages live;

    TwoPhasePages(StudyDocument study, CheckpointReadings read) {
        this.study = study;
        this.live = new LivePhases(study, read);
    }

    @Override
    public LivePages live() {
        return live;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public StageProduct write(StageContext context, ReportFacts facts, Path folder) throws IOException {
        CrashPoints.DURING_REPORT.pass();
        TwoPhaseReport report = ReportFile.FIT
                .read(facts.fit(), context.blobs())
                .with(identity(study, facts), ReportPages.stages(facts), ReportPages.provenance(facts, inputs(study)));
        return ReportPages.write(
                TwoPhaseFigures.render(report),
                folder,
                report.verdict().id(),
                report.verdictWords(),
                ReportDigest.of(report));
    }

    @Override
    public Optional<Outcome> outcome(StageContext context, StageResult fit) {
        return Optional.of(ComparedPhases.of(ReportFile.FIT.read(fit, context.blobs())));
    }

    /** The study, as far as it names no computation. */
    static Identity identity(StudyDocument study, ReportFacts facts) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        return new Identity(
                study.spec().study(),
                study.spec().description(),
                facts.fingerprint(),
                study.spec().seed(),
                study.spec().evidence(),
                experiment.data().source().equals("bundled:digits"),
                PhaseFit.players(experiment),
                experiment.observation().trainSamples().count(),
                experiment.observation().testSamples().count(),
                experiment.observation().players().cut().map(Cut::tensor).orElse(""));
    }

    private static List<Fact> inputs(StudyDocument study) {
        List<Fact> lines = new ArrayList<>();
        lines.add(new Fact("data", study.experiment(TwoPhase.class).data().place()));
        study.inputs().forEach((role, ref) -> lines.add(new Fact(role + " SHA-256", ref.sha256())));
        return lines;
    }
}
