package dev.onset.contracts;

/**
 * What a study will do, in scalars; the details are objects in the store.
 *
 * @param runs grid points
 * @param waveSize runs that go on at once
 */
public record StudyPlan(int runs, int waveSize) {
    public StudyPlan {
        Require.within("runs", runs, 1, 10_000);
        Require.within("waveSize", waveSize, 1, 100);
    }
}
