package dev.onset.checkpoint;

import dev.onset.store.ObjectKey;
import dev.onset.store.StoreAudit;
import java.util.Set;
import java.util.TreeSet;

/** Verifies every commit log: names, digests, the chain, and that the parts of checkpoints not retired are intact. */
public final class CommitLogCheck implements StoreAudit.Check {
    @Override
    public void run(StoreAudit.Pass pass) {
        Set<String> runs = new TreeSet<>();
        for (ObjectKey key : pass.store().list(Manifest.RUNS)) {
            String[] segments = key.value().split("/", -1);
            if (segments.length > 2 && segments[2].equals("observations")) {
                continue; // counted with the stage results
            }
            pass.read();
            if (segments.length > 2 && segments[1].matches("[0-9a-f]{64}") && segments[2].equals("log")) {
                runs.add(segments[1]);
            }
        }
        for (String run : runs) {
            check(pass, run);
        }
    }

    private static void check(StoreAudit.Pass pass, String run) {
        LogState state = LogState.read(pass.store(), run);
        for (LogState.Problem problem : state.problems()) {
            pass.report(
                    problem.key(),
                    problem.text(),
                    "the checkpoint it named is not used; other checkpoints of the run stand",
                    "run the study again: the step is trained from the checkpoint before it and committed anew");
        }
        Set<Long> retired = CommitLog.retired(pass.store(), run);
        for (CommittedCheckpoint checkpoint : state.entries()) {
            if (retired.contains(checkpoint.number())) {
                continue;
            }
            checkpoint
                    .parts()
                    .forEach((name, ref) -> pass.blobProblem(ref)
                            .ifPresent(problem -> pass.report(
                                    Manifest.key(run, checkpoint.number()),
                                    "part " + name + " (" + ref.key() + ") " + problem,
                                    "the checkpoint at step " + checkpoint.step() + " cannot be used",
                                    "run the study again: the step is trained from the checkpoint before it")));
        }
    }
}
