/**
 * The commands {@code appc conformance …}: they parse, call, render and map to an exit status.
 *
 * <p>{@link org.appctoolkit.conformance.cli.ConformanceTool} is found by the command {@code appc}
 * as a tool on its class path.
 */
@NullMarked
package org.appctoolkit.conformance.cli;

import org.jspecify.annotations.NullMarked;
