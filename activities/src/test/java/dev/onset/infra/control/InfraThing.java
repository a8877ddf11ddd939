package dev.onset.infra.control;

/** Stands for a class of the infra module. */
public final class InfraThing {}
