package dev.onset.data;

/** What the files of a study's data are to it: the names under which they travel. */
final class DataRoles {
    static final String DATA = "data";
    static final String LABELS = "labels";
    static final String TRAIN_INPUTS = "trainInputs";
    static final String TRAIN_LABELS = "trainLabels";
    static final String TEST_INPUTS = "testInputs";
    static final String TEST_LABELS = "testLabels";
    static final String VOCABULARY = "vocabulary";

    private DataRoles() {}
}
