package dev.onset.infra.cli;

import picocli.CommandLine.Parameters;

/** The name of a study that has been started. */
final class StudyName {
    @Parameters(
            index = "0",
            paramLabel = "STUDY",
            description = "The study's name, as its file gives it, or its workflow id, study/NAME/FINGERPRINT.")
    String study = "";
}
