package dev.onset.contracts;

/**
 * Reads where a run stands from its first checkpoints, all of which are observed.
 *
 * @param known what is known from fewer of them; {@link Reading#NONE} at first
 * @param checkpoints to read, counted from the first; more than are known
 */
public record ReadingRequest(RunRef run, Reading known, int checkpoints) {
    public ReadingRequest {
        Require.present("run", run);
        Require.present("known", known);
        Require.within("checkpoints", checkpoints, known.checkpoints() + 1L, 100_000);
    }
}
