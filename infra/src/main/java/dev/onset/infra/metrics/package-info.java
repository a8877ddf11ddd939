/** What operators watch: metrics in Prometheus' format, and whether this process is well. */
@NullMarked
package dev.onset.infra.metrics;

import org.jspecify.annotations.NullMarked;
