package dev.onset.contracts;

/**
 * How much of a run was reused and how much computed.
 *
 * @param checkpointsReused checkpoints that were committed before this execution
 * @param checkpointsComputed checkpoints this execution committed
 * @param observationsReused observation results found in the store
 * @param observationsComputed observation results computed
 * @param fencedCommits commits that found another attempt's manifest in their place
 */
public record StageTally(
        int checkpointsReused,
        int checkpointsComputed,
        int observationsReused,
        int observationsComputed,
        int fencedCommits) {
    public static final StageTally NONE = new StageTally(0, 0, 0, 0, 0);

    /** In words, for people. */
    public String words() {
        return "checkpoints " + checkpointsComputed + " computed, " + checkpointsReused + " reused; observations "
                + observationsComputed + " computed, " + observationsReused + " reused";
    }

    public StageTally plus(StageTally other) {
        return new StageTally(
                checkpointsReused + other.checkpointsReused,
                checkpointsComputed + other.checkpointsComputed,
                observationsReused + other.observationsReused,
                observationsComputed + other.observationsComputed,
                fencedCommits + other.fencedCommits);
    }
}
