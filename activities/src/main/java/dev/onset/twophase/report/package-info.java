/**
 * What a two-phase study reports: its numbers as records, and the figures, tables, checks and sentences that are made of
 * them. The drawing is {@link dev.onset.report}'s.
 */
@NullMarked
package dev.onset.twophase.report;

import org.jspecify.annotations.NullMarked;
