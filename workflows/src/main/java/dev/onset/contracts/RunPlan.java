package dev.onset.contracts;

/**
 * One run, in scalars.
 *
 * @param point the grid point's name
 * @param checkpoints checkpoints of its schedule
 * @param shards observation activities per checkpoint
 * @param lastStep step of the last checkpoint
 * @param device where its observations are computed
 * @param live whether its phase is read while it goes on
 */
public record RunPlan(String point, int checkpoints, int shards, long lastStep, Device device, boolean live) {
    public RunPlan {
        Require.name("point", point);
        Require.within("checkpoints", checkpoints, 1, 100_000);
        Require.within("shards", shards, 0, 100_000);
        device = device == null ? Device.CPU : device;
        Require.within("lastStep", lastStep, 0, Long.MAX_VALUE);
    }

    /** Observation activities of the whole run. */
    public int observations() {
        return checkpoints * shards;
    }
}
