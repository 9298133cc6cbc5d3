/** The commands {@code appc runtime …}: they parse, call, render and map to an exit status. */
@NullMarked
package org.appctoolkit.runtime.cli;

import org.jspecify.annotations.NullMarked;
