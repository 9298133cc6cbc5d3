/**
 * Runs of the suite: which scenarios are played, in which order, how many at a time and how long,
 * and what became of each expectation.
 */
@NullMarked
package org.appctoolkit.conformance.run;

import org.jspecify.annotations.NullMarked;
