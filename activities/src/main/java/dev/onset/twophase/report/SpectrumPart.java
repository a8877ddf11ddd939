package dev.onset.twophase.report;

import dev.onset.report.Later;
import dev.onset.report.Numbers;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.Criterion;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.NullResult;
import java.util.List;
import java.util.Optional;

/**
 * The order spectrum of a study through training.
 *
 * @param players what a player is, in words
 * @param count number of players
 * @param p probability with which a player is present
 * @param exact whether every coalition was evaluated
 * @param passes evaluations a sample and checkpoint, mean
 * @param minimumChange orders that fall and rise are held against
 * @param outputs scalar outputs, the first one carrying the verdict
 * @param controls mean orders of control models
 * @param nulls the detector on the same numbers with their order in time destroyed
 * @param pictures who matters, on a few samples at a few checkpoints
 * @param interactionVerdict what the detector says of interactions, where those are observed beside it; else empty
 * @param texts who matters, in a few texts at the last checkpoint
 * @param closer interactions by name of a few samples there, where they are asked
 */
public record SpectrumPart(
        String players,
        int count,
        double p,
        boolean exact,
        double passes,
        double minimumChange,
        List<Output> outputs,
        List<ControlPath> controls,
        List<NullResult> nulls,
        List<Picture> pictures,
        String interactionVerdict,
        @Later List<Text> texts,
        @Later List<CloserLook> closer) {

    /**
     * One scalar output.
     *
     * @param linear whether v is linear in the logits
     * @param verdict the detector's, by the name used in files
     * @param order mean order over samples, by checkpoint; 0 where every game is constant
     * @param low lower end of its 95 % interval over samples
     * @param shares [order - 1][checkpoint], means over samples; 0 where not known
     * @param known whether a share is known well enough
     * @param criteria the tests behind the verdict
     */
    public record Output(
            String id,
            String name,
            boolean linear,
            String verdict,
            double[] order,
            double[] low,
            double[] high,
            double[][] shares,
            boolean[][] known,
            Optional<Estimate> tStar,
            Optional<Estimate> fall,
            Optional<Estimate> rise,
            List<Criterion> criteria) {
        public Output {
            criteria = List.copyOf(criteria);
            Numbers.magnitudes("spectrum " + id + ": order", order);
            Numbers.finite("spectrum " + id + ": low", low);
            Numbers.finite("spectrum " + id + ": high", high);
            Numbers.length("spectrum " + id + ": low", low.length, order.length);
            Numbers.length("spectrum " + id + ": high", high.length, order.length);
            Numbers.length("spectrum " + id + ": known", known.length, shares.length);
            for (double[] share : shares) {
                Numbers.finite("spectrum " + id + ": shares", share);
                Numbers.length("spectrum " + id + ": shares", share.length, order.length);
            }
        }

        boolean twoPhases() {
            return !verdict.equals(TwoPhaseReport.Verdict.NONE.id());
        }
    }

    /**
     * Influences on one sample, drawn where its players are.
     *
     * @param total whether they are total influences, or first-order components
     * @param values [height x width], shares of the variance; several channels of a pixel are added up
     */
    public record Picture(String title, long step, boolean total, int height, int width, double[] values) {
        public Picture {
            Numbers.finite("influences of " + title, values);
            Numbers.length("influences of " + title, values.length, height * width);
        }
    }

    /**
     * Influences in one text.
     *
     * @param total whether they are total influences, or first-order components
     * @param words in reading order
     * @param players word indices of each player
     * @param values by player, shares of the variance
     */
    public record Text(
            String title, long step, boolean total, List<String> words, List<int[]> players, double[] values) {
        public Text {
            words = List.copyOf(words);
            players = List.copyOf(players);
            Numbers.finite("influences of " + title, values);
            Numbers.length("influences of " + title, values.length, players.size());
        }
    }

    public SpectrumPart {
        outputs = List.copyOf(outputs);
        controls = List.copyOf(controls);
        nulls = List.copyOf(nulls);
        pictures = List.copyOf(pictures);
        texts = texts == null ? List.of() : List.copyOf(texts); // fits that were stored before there were any
        closer = closer == null ? List.of() : List.copyOf(closer);
        Numbers.that(!outputs.isEmpty(), "a spectrum has no outputs");
    }

    /** The same beside the verdict on interactions. */
    public SpectrumPart beside(String verdict) {
        return new SpectrumPart(
                players,
                count,
                p,
                exact,
                passes,
                minimumChange,
                outputs,
                controls,
                nulls,
                pictures,
                verdict,
                texts,
                closer);
    }

    /** The output that carries the verdict. */
    public Output main() {
        return outputs.get(0);
    }
}
