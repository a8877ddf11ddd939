/**
 * What studies share whose fit is a report without a name: how it is stored, and how it becomes pages once it is known which study
 * it is of, what was reused and where its numbers come from.
 */
@NullMarked
package dev.onset.pages;

import org.jspecify.annotations.NullMarked;
