package dev.onset.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * Which study, at which content.
 *
 * @param study its name
 * @param fingerprint SHA-256 of the whole specification and its inputs
 * @param specKey store key of the specification
 * @param pins generation of the numeric profiles that its stages are pinned to: one more with every order to pin one anew
 */
public record StudyRef(
        String study,
        String fingerprint,
        String specKey,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        int pins) {
    public StudyRef {
        Require.name("study", study);
        Require.text("fingerprint", fingerprint, 64);
        Require.text("specKey", specKey, 512);
        Require.within("pins", pins, 0, 999_999);
    }

    /** With the first generation of pins. */
    public StudyRef(String study, String fingerprint, String specKey) {
        this(study, fingerprint, specKey, 0);
    }

    /** The same study under another generation of pins. */
    public StudyRef withPins(int other) {
        return new StudyRef(study, fingerprint, specKey, other);
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
