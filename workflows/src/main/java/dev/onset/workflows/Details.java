package dev.onset.workflows;

import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunStatus;
import dev.onset.contracts.StudyStatus;
import java.util.List;
import java.util.Locale;

/** What an operator who has never read the code sees of a workflow: Markdown, kept current. */
final class Details {
    private static final List<String> STAGES = List.of("plan", "run", "fit", "report", "done");

    private Details() {}

    static String of(StudyStatus status, List<String> reasons) {
        StringBuilder out = new StringBuilder();
        out.append("**")
                .append(status.state())
                .append("**, stage ")
                .append(status.stage())
                .append("\n\n");
        out.append("| stage | |\n|---|---|\n");
        int at = STAGES.indexOf(status.stage());
        for (String stage : STAGES.subList(0, 4)) {
            int index = STAGES.indexOf(stage);
            out.append("| ").append(stage).append(" | ").append(index < at ? "done" : index == at ? "now" : "");
            if (stage.equals("run") && status.runs() > 0) {
                out.append(index == at ? ", " : " ")
                        .append(status.finishedRuns())
                        .append(" of ")
                        .append(status.runs())
                        .append(" runs");
            }
            out.append(" |\n");
        }
        error(out, status.state(), status.lastError());
        for (String reason : reasons) {
            out.append("\n- ").append(reason);
        }
        if (status.stage().equals("done")) {
            out.append("\n\nReport: `infra/onset report ")
                    .append(status.study().study())
                    .append("`");
        }
        return out.toString();
    }

    /**
     * @param secondsLeft of training, negative while unknown
     * @param origin where training starts, in words; empty: at step 0
     * @param commit the newest commit, in words; empty before the first
     */
    static String of(RunStatus status, long secondsLeft, String origin, String commit) {
        RunProgress at = status.progress();
        StringBuilder out = new StringBuilder();
        out.append("**")
                .append(status.state())
                .append("**, run ")
                .append(status.point())
                .append("\n\n");
        if (!origin.isEmpty()) {
            out.append("Starts from ").append(origin).append("\n\n");
        }
        out.append("| stage | |\n|---|---|\n| train | step ").append(number(at.step()));
        out.append(" of ").append(number(status.lastStep()));
        out.append(", ")
                .append(at.committed())
                .append(" of ")
                .append(status.checkpoints())
                .append(" checkpoints");
        if (!at.trained() && secondsLeft >= 0) {
            out.append(", ").append(duration(secondsLeft)).append(" left");
        }
        out.append(" |\n| observe | ").append(at.observed()).append(" of ").append(status.observations());
        out.append(" |\n");
        if (!at.reading().words().isEmpty()) {
            out.append("\nSo far: ").append(at.reading().words()).append("\n");
        }
        if (!commit.isEmpty()) {
            out.append("\nLast commit: ").append(commit).append("\n");
        }
        error(out, status.state(), status.lastError());
        return out.toString();
    }

    private static void error(StringBuilder out, String state, String lastError) {
        if (lastError.isEmpty()) {
            return;
        }
        out.append("\n> ").append(lastError.replace("\n", " ")).append("\n");
        if (!state.equals("waiting-for-worker")) {
            out.append("\nAfter mending it: `infra/onset retry`, or the update `retry`.\n");
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String duration(long seconds) {
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
}
