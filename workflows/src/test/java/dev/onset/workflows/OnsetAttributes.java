package dev.onset.workflows;

import io.temporal.testing.TestWorkflowEnvironment;

/** Onset's search attributes on a test server. */
final class OnsetAttributes {
    private OnsetAttributes() {}

    static void registerWith(TestWorkflowEnvironment environment) {
        Visibility.all().forEach(environment::registerSearchAttribute);
    }
}
