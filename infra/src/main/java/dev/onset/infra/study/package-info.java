/** Studies of one data directory: their inputs, executions and reports. */
@NullMarked
package dev.onset.infra.study;

import org.jspecify.annotations.NullMarked;
