/** Tests of the command as a user meets it: arguments in, exit status and texts out. */
@NullMarked
package org.appctoolkit.cli;

import org.jspecify.annotations.NullMarked;
