package dev.onset.sweep;

import dev.onset.kind.ObservedRun;
import dev.onset.kind.Outcome;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StageProgress;
import dev.onset.numeric.Profile;
import dev.onset.report.AxesPanel;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StageRunner;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import dev.onset.store.Fingerprint;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fits each point as its kind does, each fit a result of its own in the store: a fit that was killed goes on with the next point,
 * and a grid that has grown fits its new points alone.
 */
final class SweepModel implements PhaseModel {
    private static final String VERSION = "1";
    private static final String CELL = "cell";

    private final PointParts parts;

    SweepModel(PointParts parts) {
        this.parts = parts;
    }

    @Override
    public String version() {
        return VERSION + "/" + parts.phaseModel(0).version();
    }

    /** The points' own fits depend on what their kind says; which points there are decides the rest. */
    @Override
    public Object parameters() {
        Sweep sweep = parts.expanded().sweep();
        return Map.of(
                "kind", sweep.base().kind(),
                "factors", sweep.factors(),
                "points", sweep.points().size(),
                "definition", Digest.ofJson(CanonicalJson.tree(sweep)));
    }

    @Override
    public Profile profile() {
        return parts.phaseModel(0).profile();
    }

    @Override
    public StageProduct fit(StageContext context, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException {
        List<List<Integer>> byPoint = runsOfPoints();
        StageResults results = new StageResults(context.store());
        List<SweepFit.Row> rows = new ArrayList<>();
        for (int p = 0; p < parts.expanded().size(); p++) {
            String name = parts.expanded().sweep().points().get(p).name();
            progress.alive(name + " (" + (p + 1) + " of " + parts.expanded().size() + ")");
            StageResult cell = cell(context, results, p, own(byPoint.get(p), runs), progress);
            Outcome outcome = parts.pages(p).outcome(context, cell).orElseGet(() -> new Outcome("", "", List.of()));
            rows.add(new SweepFit.Row(
                    name, outcome, cell.key().value(), cell.outputs().containsKey("glance.json")));
        }
        return SweepFit.FILE.write(new SweepFit(rows), folder);
    }

    /** Indices of each point's runs. */
    private List<List<Integer>> runsOfPoints() {
        List<List<Integer>> byPoint = new ArrayList<>();
        for (int p = 0; p < parts.expanded().size(); p++) {
            byPoint.add(new ArrayList<>());
        }
        List<Expanded.Run> all = parts.expanded().runs();
        for (int i = 0; i < all.size(); i++) {
            byPoint.get(all.get(i).point()).add(i);
        }
        return byPoint;
    }

    /** A point's runs under the names that they have in its own study; only these are held. */
    private List<ObservedRun> own(List<Integer> indices, List<ObservedRun> runs) {
        List<ObservedRun> own = new ArrayList<>();
        for (int index : indices) {
            ObservedRun run = runs.get(index);
            own.add(new ObservedRun(parts.expanded().run(run.point()).of(), run.checkpoints(), run.observations()));
        }
        return own;
    }

    private StageResult cell(
            StageContext context, StageResults results, int point, List<ObservedRun> runs, StageProgress progress)
            throws IOException {
        PhaseModel model = parts.phaseModel(point);
        Fingerprint wanted =
                OpenStudy.fitFingerprint(CELL, model, runs, model.profile().identity());
        return new StageRunner(context, results)
                .run(
                        wanted,
                        results.generations(wanted),
                        0,
                        folder -> fitted(context, point, model, runs, folder, progress))
                .result();
    }

    private StageProduct fitted(
            StageContext context,
            int point,
            PhaseModel model,
            List<ObservedRun> runs,
            Path folder,
            StageProgress progress)
            throws IOException {
        StageProduct fit = model.fit(context, runs, folder, progress);
        Path drawing = Files.createDirectory(folder.resolve("glance"));
        Optional<AxesPanel> glance = parts.pages(point).live().glance(context, runs.get(0), drawing);
        if (glance.isEmpty()) {
            return fit;
        }
        Map<String, Path> files = new TreeMap<>(fit.files());
        files.putAll(SweepFit.GLANCE.write(glance.get(), folder).files());
        return new StageProduct(files, fit.scalars());
    }
}
