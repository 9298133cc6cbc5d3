/**
 * Volumes, of the host and empty ones: who finds them where, as whose, and who sees what is written
 * there.
 *
 * <p>One class for each section of the specification; {@link
 * org.appctoolkit.conformance.scenario.volumes.VolumeScenarios} has all their scenarios.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.volumes;

import org.jspecify.annotations.NullMarked;
