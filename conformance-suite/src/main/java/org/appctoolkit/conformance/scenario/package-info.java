/**
 * What the suite has runtimes do, and what it concludes from what was seen.
 *
 * <p>A {@link org.appctoolkit.conformance.scenario.Scenario} runs pods on a {@link
 * org.appctoolkit.conformance.scenario.Stage}, which notes everything in a {@link
 * org.appctoolkit.conformance.scenario.Scene}; each of its {@link
 * org.appctoolkit.conformance.scenario.Expectation}s judges the scene by one clause. The packages
 * below this one have the scenarios, a package for each topic and in it one class for each section
 * of the specification; they do not use one another.
 */
@NullMarked
package org.appctoolkit.conformance.scenario;

import org.jspecify.annotations.NullMarked;
