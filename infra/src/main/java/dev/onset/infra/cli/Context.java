package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import java.util.function.Supplier;

/** What commands share: the console, and the service, created when a command first needs it. */
record Context(Console console, Supplier<StudyService> services) {}
