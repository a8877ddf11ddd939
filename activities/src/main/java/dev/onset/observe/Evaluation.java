package dev.onset.observe;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.evaluate.Cut;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.SplitNetwork;
import dev.onset.kind.StageContext;
import dev.onset.numeric.Profile;
import java.util.Map;
import java.util.SortedMap;

/** How the network of a checkpoint is asked, by whatever observes it. Safe for several threads. */
public interface Evaluation {
    /** Where it is computed. */
    Device device();

    /**
     * What decides the bits of an answer in this process, besides the network and what it is asked.
     *
     * @param context says which GPU, where the device is one
     */
    Profile profile(StageContext context);

    /** What else determines an answer, for fingerprints. */
    Map<String, Object> parameters();

    /** The digests of a checkpoint on which an answer depends, by name. */
    SortedMap<String, String> inputs(CommittedCheckpoint checkpoint);

    /** Opens a checkpoint's network, for one thread. */
    Evaluator open(StageContext context, CommittedCheckpoint checkpoint);

    /**
     * Opens both halves of a checkpoint's network, for one thread.
     *
     * @throws dev.onset.contracts.OnsetException STUDY_INVALID when it cannot be split there
     */
    SplitNetwork open(StageContext context, CommittedCheckpoint checkpoint, Cut cut);
}
