package dev.onset.infra.study;

/** Whoever followed a study on a server follows it no longer; the study goes on. */
final class Detached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Detached(String workflowId) {
        super("not followed any longer; " + workflowId + " goes on");
    }
}
