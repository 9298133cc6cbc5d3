/**
 * What isolators do to apps and pods, each one tried by its effect.
 *
 * <p>An app with an isolator stands beside one without, which shows that the isolator and nothing
 * else is what was seen. Where amounts are measured, a limit is told from none by a factor of two:
 * machines are never that unsteady, and what is not kept at all is off by more. Isolators that a
 * runtime does not claim are not asked for. Up to 0.3.0 some had other names from version to
 * version; the capability has the one of 0.3.0.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.isolators;

import org.jspecify.annotations.NullMarked;
