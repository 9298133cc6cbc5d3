/** Tests with small runtimes in Java that do one thing each. */
@NullMarked
package org.appctoolkit.conformance.cli;

import org.jspecify.annotations.NullMarked;
