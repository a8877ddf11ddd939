package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.Outcome;
import dev.onset.report.AxesPanel;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A finished study as it stands beside others: one run, or the points of a grid. Reads only. */
public final class ComparedStudy {
    private final StudyView view;
    private final String label;
    private final List<ComparedRun> runs;

    private ComparedStudy(StudyView view, String label, List<ComparedRun> runs) {
        this.view = view;
        this.label = label;
        this.runs = List.copyOf(runs);
    }

    /**
     * Reads what a study has found.
     *
     * @param label how it is called among those it is compared with
     * @throws OnsetException STUDY_INVALID where it has not ended, or its kind says nothing to compare it by
     */
    public static ComparedStudy of(OpenStudy study, String label) throws IOException {
        StageResult fit = (study.untrained() ? Optional.<StageResult>empty() : study.fitted())
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "study " + label + " has not ended: it has no fit to compare; run it to its end"));
        StudyView view = new StudyView(study);
        List<ComparedRun> all = new ArrayList<>();
        for (ComparedRun run : study.pages().compared(study.context(), fit)) {
            SortedMap<String, String> levels = new TreeMap<>(run.levels());
            levels.put(Factor.STUDY, label);
            all.add(new ComparedRun(label + " " + run.name(), levels, run.seed(), run.outcome(), Optional.empty()));
        }
        if (all.isEmpty()) {
            Outcome outcome = study.pages()
                    .outcome(study.context(), fit)
                    .filter(found -> !found.quantities().isEmpty())
                    .orElseThrow(() -> new OnsetException(
                            ErrorCode.STUDY_INVALID,
                            "study " + label + " is of kind " + view.kind() + ", which says no numbers to compare by"));
            all.add(new ComparedRun(
                    label,
                    new TreeMap<>(Map.of(Factor.STUDY, label)),
                    study.study().spec().seed(),
                    outcome,
                    Optional.empty()));
        }
        return new ComparedStudy(view, label, all);
    }

    public List<ComparedRun> runs() {
        return runs;
    }

    /** What varies within it, in order; nothing within a study of one run. */
    public List<Factor> factors() {
        return view.study().pages().factors();
    }

    /** The course of one of its runs, where its kind draws one. */
    public Optional<AxesPanel> glance(ComparedRun run) {
        String name = run.name().equals(label)
                ? view.study().point(0).name()
                : run.name().substring(label.length() + 1);
        for (int i = 0; i < view.study().points().size(); i++) {
            if (view.study().point(i).name().equals(name)) {
                return glance(i);
            }
        }
        return Optional.empty();
    }

    private Optional<AxesPanel> glance(int index) {
        try {
            view.look();
            return view.glances(index, index + 1).stream().findFirst();
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, "study " + label + " could not be drawn: " + e.getMessage(), e);
        }
    }
}
