/** The command line: parses, asks a {@link dev.onset.infra.study.StudyService}, prints. The only place that writes to the console. */
@NullMarked
package dev.onset.infra.cli;

import org.jspecify.annotations.NullMarked;
