/** Tests with small runtimes in Java that do one thing each. */
@NullMarked
package org.appctoolkit.conformance.report;

import org.jspecify.annotations.NullMarked;
