/** The contracts that agree across the project: experiments, stage requests and results, error codes. */
@NullMarked
package dev.onset.contracts;

import org.jspecify.annotations.NullMarked;
