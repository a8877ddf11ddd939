package dev.onset.contracts;

/** One grid point of a study. */
public record RunRef(StudyRef study, int index) {
    public RunRef {
        Require.present("study", study);
        Require.within("index", index, 0, 10_000);
    }
}
