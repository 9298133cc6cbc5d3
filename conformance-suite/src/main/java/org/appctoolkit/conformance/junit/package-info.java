/**
 * The scenarios as dynamic tests of JUnit, for runtimes that are written in Java.
 *
 * <p>{@link org.appctoolkit.conformance.junit.ConformanceTests} is the only package that needs
 * JUnit.
 */
@NullMarked
package org.appctoolkit.conformance.junit;

import org.jspecify.annotations.NullMarked;
