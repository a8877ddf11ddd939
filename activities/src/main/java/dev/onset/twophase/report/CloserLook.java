package dev.onset.twophase.report;

import dev.onset.report.Later;
import dev.onset.report.Numbers;
import dev.onset.twophase.report.ReportParts.Estimate;
import java.util.Optional;

/**
 * Interactions by name of one sample at the last checkpoint, where the order spectrum has none.
 *
 * @param count number of players of the whole game
 * @param zoom empty where none was asked, and for a constant game
 * @param path the lists of earlier checkpoints up to this one, where they are asked for
 */
public record CloserLook(
        int count,
        Optional<Zoomed> zoom,
        Optional<Recovered> recovered,
        @Later Optional<CloserPath> path) {
    /**
     * The extraction on the players that matter most, all others as they are in the sample.
     *
     * @param drawing of these players alone
     * @param players which of the sample's players those are
     * @param explained share of the variance of the whole game that they explain alone
     * @param gap certified relative distance from the sparsest effects
     */
    public record Zoomed(SampleDrawing drawing, int[] players, Estimate explained, double gap) {
        public Zoomed {
            Numbers.finite("gap of " + drawing.title(), gap);
        }
    }

    /**
     * The list of sparse recovery.
     *
     * @param drawing its strongest interactions, and their players alone
     * @param players which of the sample's players those are
     * @param interactions how many the whole list has
     * @param explained R^2 on masks that the list has not seen
     * @param bound what that is at least, with a confidence of 95 %
     * @param explanation whether it is called an explanation
     * @param passes evaluations of the game
     * @param verdict the same in words
     */
    public record Recovered(
            SampleDrawing drawing,
            int[] players,
            int interactions,
            double explained,
            double bound,
            boolean explanation,
            int passes,
            String verdict) {
        public Recovered {
            Numbers.finite("R^2 of " + drawing.title(), explained);
            Numbers.finite("bound of R^2 of " + drawing.title(), bound);
        }
    }

    public CloserLook {
        path = path == null ? Optional.empty() : path; // fits that were stored before there was any
    }
}
