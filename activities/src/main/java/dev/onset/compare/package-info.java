/** Finished runs beside each other, of one grid or of any studies: what they found, which factor moves what, and by how much. */
@NullMarked
package dev.onset.compare;

import org.jspecify.annotations.NullMarked;
