/** Shows of each expectation a fault that it catches. */
@NullMarked
package org.appctoolkit.conformance.scenario.execution;

import org.jspecify.annotations.NullMarked;
