/** Study files: YAML in, a complete validated {@link dev.onset.contracts.StudySpec} out, and nothing else instantiated. */
@NullMarked
package dev.onset.studyfile;

import org.jspecify.annotations.NullMarked;
