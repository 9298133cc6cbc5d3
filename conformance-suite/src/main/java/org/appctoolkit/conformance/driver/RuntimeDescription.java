package org.appctoolkit.conformance.driver;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a runtime says of itself.
 *
 * @param name what it is called
 * @param version its version, in its own words
 * @param specVersion the version of the specification that it implements; empty if it does not say
 * @param capabilities what it claims to do, sorted; ones that the suite does not know are kept
 */
public record RuntimeDescription(
    String name, String version, String specVersion, Set<String> capabilities) {
  /** Copies the capabilities. */
  public RuntimeDescription {
    capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
  }
}
