package dev.onset.elsewhere;

/** Stands for a class of another module. */
public final class Elsewhere {}
