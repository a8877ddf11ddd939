package dev.onset.workflows;

/** What something waits with for an operator: a failure's code, and the same in words with the next action. */
record Waiting(String code, String error) {}
