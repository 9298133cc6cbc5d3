/** Tests of judgements, each with the fault that it is meant for. */
@NullMarked
package org.appctoolkit.conformance.scenario;

import org.jspecify.annotations.NullMarked;
