/** JMH benchmarks of the hot paths; {@code infra/bench/compare} runs them beside what others offer. */
@NullMarked
package dev.onset.benchmarks;

import org.jspecify.annotations.NullMarked;
