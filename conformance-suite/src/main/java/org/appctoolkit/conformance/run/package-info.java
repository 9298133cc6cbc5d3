/**
 * Runs of the suite: which of {@link org.appctoolkit.conformance.run.Scenarios} are played, in
 * which order, how many at a time and how long, and what became of each expectation.
 */
@NullMarked
package org.appctoolkit.conformance.run;

import org.jspecify.annotations.NullMarked;
