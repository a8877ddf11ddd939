package dev.onset.twophase.report;

import dev.onset.report.Later;
import dev.onset.report.Numbers;
import dev.onset.report.Provenance;
import dev.onset.report.Scale;
import dev.onset.report.StageLine;
import dev.onset.report.Unmeasured;
import dev.onset.twophase.report.GeneralisationParts.LabelGroup;
import dev.onset.twophase.report.GeneralisationParts.Similarity;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.Criterion;
import dev.onset.twophase.report.ReportParts.Identity;
import dev.onset.twophase.report.ReportParts.Losses;
import dev.onset.twophase.report.ReportParts.NullResult;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.Sensitivity;
import dev.onset.twophase.report.ReportParts.SolverFacts;
import dev.onset.twophase.report.ReportParts.SparsityCurve;
import dev.onset.twophase.report.TheoryParts.RatioCurves;
import dev.onset.twophase.report.TheoryParts.Theory;
import java.util.List;
import java.util.Optional;

/**
 * Everything a two-phase study's report says, as plain numbers and words. Every array over checkpoints has the length of
 * {@code steps}; orders run 1..players and have index order - 1. Arrays are taken as they are, not copied: callers hand
 * them over. Numbers must be finite; what does not exist is an empty Optional or list, never NaN.
 *
 * @param identity which study this is
 * @param verdict what the detector decided
 * @param verdictWords the verdict in words, one sentence
 * @param criteria every test that led to the verdict
 * @param steps optimiser steps of the checkpoints, ascending; 0 is the initial network
 * @param outputs scalar outputs v of the network; the first one carries the verdict
 * @param losses losses and accuracies of the whole splits
 * @param controls centroid paths of control models, drawn beside the study's
 * @param sparsity sorted interaction strengths at a few checkpoints
 * @param samples a few samples with their strongest interactions
 * @param solver what the extraction certifies, by output
 * @param sensitivity the same decision under other settings
 * @param nulls the detector on data that must not show two phases
 * @param theory the theoretical path, one entry for each kind of interaction it was fitted to
 * @param ratios what the theory predicts of neighbouring orders, apart from any network
 * @param generalisation which orders generalise, at a few checkpoints
 * @param labelGroups mislabelled against clean training samples at a few checkpoints, where labels were corrupted
 * @param stages what was reused and what computed
 * @param provenance versions, machine, digests
 * @param remarks further sentences on what the verdict does not mean, after those chosen from the numbers
 * @param spectrum the order spectrum through training, where it is observed
 */
public record TwoPhaseReport(
        Identity identity,
        Verdict verdict,
        String verdictWords,
        List<Criterion> criteria,
        long[] steps,
        List<OutputResult> outputs,
        Losses losses,
        List<ControlPath> controls,
        List<SparsityCurve> sparsity,
        List<SampleDrawing> samples,
        List<SolverFacts> solver,
        List<Sensitivity> sensitivity,
        List<NullResult> nulls,
        List<Theory> theory,
        List<RatioCurves> ratios,
        List<Similarity> generalisation,
        List<LabelGroup> labelGroups,
        @Unmeasured List<StageLine> stages,
        @Unmeasured Provenance provenance,
        List<String> remarks,
        @Later Optional<SpectrumPart> spectrum) {

    /** What the detector decided. */
    public enum Verdict {
        /** Orders fall, then rise, and the loss gap opens near the turn. */
        TWO_PHASE_ONSET("two-phase+onset"),
        /** Orders fall, then rise; the loss gap does not open near the turn. */
        TWO_PHASE("two-phase"),
        /** No two phases. */
        NONE("none");

        private final String id;

        Verdict(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }

    public TwoPhaseReport {
        criteria = List.copyOf(criteria);
        outputs = List.copyOf(outputs);
        controls = List.copyOf(controls);
        sparsity = List.copyOf(sparsity);
        samples = List.copyOf(samples);
        solver = List.copyOf(solver);
        sensitivity = List.copyOf(sensitivity);
        nulls = List.copyOf(nulls);
        theory = List.copyOf(theory);
        ratios = List.copyOf(ratios);
        generalisation = List.copyOf(generalisation);
        labelGroups = List.copyOf(labelGroups);
        stages = List.copyOf(stages);
        remarks = List.copyOf(remarks);
        int points = steps.length;
        Numbers.that(points >= 1, "steps is empty; a report needs one checkpoint");
        for (int i = 0; i < points; i++) {
            Numbers.that(steps[i] >= 0 && (i == 0 || steps[i] > steps[i - 1]), "steps is not ascending at entry " + i);
        }
        Numbers.that(!outputs.isEmpty(), "outputs is empty; the first output carries the verdict");
        Numbers.that(
                outputs.stream().map(OutputResult::id).distinct().count() == outputs.size(),
                "outputs names an output twice");
        for (OutputResult o : outputs) {
            Numbers.length("centroid of " + o.id(), o.centroid().length, points);
            Numbers.length("strengths of " + o.id(), o.strengths().checkpoints(), points);
            Numbers.length("orders of " + o.id(), o.strengths().orders(), identity.players());
            o.equallySparse()
                    .forEach(r -> Numbers.that(
                            r.checkpoint() < points,
                            "equallySparse names checkpoint " + r.checkpoint() + " of " + points));
        }
        Numbers.length("losses.train", losses.train().length, points);
        losses.test().ifPresent(t -> Numbers.length("losses.test", t.loss().length, points));
        theory.forEach(t -> Numbers.length("theory.sigma2", t.sigma2().length, points));
    }

    /** The same numbers as a report of a study: with its name, what was reused, and where they come from. */
    public TwoPhaseReport with(Identity study, List<StageLine> stages, Provenance provenance) {
        return new TwoPhaseReport(
                study,
                verdict,
                verdictWords,
                criteria,
                steps,
                outputs,
                losses,
                controls,
                sparsity,
                samples,
                solver,
                sensitivity,
                nulls,
                theory,
                ratios,
                generalisation,
                labelGroups,
                stages,
                provenance,
                remarks,
                spectrum);
    }

    /** The output that carries the verdict. */
    OutputResult main() {
        return outputs.get(0);
    }

    int last() {
        return steps.length - 1;
    }

    /** The checkpoint nearest to a step on the logarithmic axis. */
    int nearest(double step) {
        int best = 0;
        for (int i = 1; i < steps.length; i++) {
            if (Math.abs(Scale.position(steps[i]) - Scale.position(step))
                    < Math.abs(Scale.position(steps[best]) - Scale.position(step))) {
                best = i;
            }
        }
        return best;
    }
}
