package dev.onset.workflows;

import dev.onset.contracts.StudyRef;
import io.grpc.StatusRuntimeException;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Histories of a situation in one file, a line each: those of the study and of its first two runs, the executions that they
 * continued included. {@code mvn test -pl workflows -Donset.histories=src/test/resources/histories} records them anew.
 */
final class Histories {
    static final Path FOLDER = Path.of("src/test/resources/histories");
    private static final Pattern INDENTATION = Pattern.compile("\\n *");
    private static final String SUFFIX = ".jsonl";

    private Histories() {}

    static Path file(Path folder, String situation) {
        return folder.resolve(situation + SUFFIX);
    }

    static void record(WorkflowClient client, StudyRef study, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String id : List.of(study.workflowId(), study.runWorkflowId(0), study.runWorkflowId(1))) {
            for (WorkflowExecutionHistory history : executions(client, id)) {
                lines.add(INDENTATION.matcher(history.toJson(false)).replaceAll(""));
            }
        }
        Files.write(file, lines);
    }

    static List<WorkflowExecutionHistory> read(Path file) throws IOException {
        List<WorkflowExecutionHistory> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            all.add(WorkflowExecutionHistory.fromJson(line));
        }
        return all;
    }

    /** The executions under a workflow id that continued one another, the newest first; none where there is no such workflow. */
    static List<WorkflowExecutionHistory> executions(WorkflowClient client, String id) {
        List<WorkflowExecutionHistory> all = new ArrayList<>();
        try {
            all.add(client.fetchHistory(id));
            for (String before = before(all.get(0)); !before.isEmpty(); before = before(all.get(all.size() - 1))) {
                all.add(client.fetchHistory(id, before));
            }
        } catch (StatusRuntimeException noSuchWorkflow) {
            // the study has fewer runs
        }
        return all;
    }

    private static String before(WorkflowExecutionHistory history) {
        HistoryEvent first = history.getEvents().get(0);
        return first.getWorkflowExecutionStartedEventAttributes().getContinuedExecutionRunId();
    }
}
