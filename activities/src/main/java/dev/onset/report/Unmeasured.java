package dev.onset.report;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component that describes how or where a result was obtained, not what was measured: times, machine, paths, what
 * was reused. {@link ReportDigest} leaves it out, so that a study killed and resumed has the digest of one that was not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Unmeasured {}
