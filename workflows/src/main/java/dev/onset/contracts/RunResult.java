package dev.onset.contracts;

/** A finished run. */
public record RunResult(String point, StageTally tally, double seconds) {}
