/**
 * Holds that each expectation about isolators passes on a scene as it should be, and fails when the
 * isolator does not do what it is for.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.isolators;

import org.jspecify.annotations.NullMarked;
