package dev.onset.contracts;

/**
 * Which study, at which content.
 *
 * @param study its name
 * @param fingerprint SHA-256 of the whole specification and its inputs
 * @param specKey store key of the specification
 */
public record StudyRef(String study, String fingerprint, String specKey) {
    public StudyRef {
        Require.name("study", study);
        Require.text("fingerprint", fingerprint, 64);
        Require.text("specKey", specKey, 512);
    }

    /** Workflow id of the study: one execution at a time under it. */
    public String workflowId() {
        return "study/" + study + "/" + fingerprint.substring(0, Math.min(8, fingerprint.length()));
    }

    /** Workflow id of the run at a grid point. */
    public String runWorkflowId(int index) {
        return workflowId() + "/run/" + index;
    }
}
