/** The port to object storage, content-addressed blobs, fingerprints and stage results. The store holds the truth. */
@NullMarked
package dev.onset.store;

import org.jspecify.annotations.NullMarked;
