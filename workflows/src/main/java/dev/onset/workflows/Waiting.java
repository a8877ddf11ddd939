package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;

/** What something waits with: a failure's code, and the same in words with the next action. */
record Waiting(String code, String error) {
    /** Whether nothing goes on until an operator says so; otherwise it goes on by itself once a worker comes. */
    boolean isForOperator() {
        return !code.equals(ErrorCode.WORKER_MISSING.name());
    }

    /** The state of what waits, as people see it. */
    String state() {
        return isForOperator() ? "waiting-for-operator" : "waiting-for-worker";
    }
}
