/**
 * What apps and their handlers are executed with, how they live and end, and what is kept of what
 * they write.
 *
 * <p>One class for each section of the specification; {@link
 * org.appctoolkit.conformance.scenario.execution.ExecutionScenarios} has all their scenarios.
 * Whether a handler was executed shows in files that it leaves, as its output may be lost.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.execution;

import org.jspecify.annotations.NullMarked;
