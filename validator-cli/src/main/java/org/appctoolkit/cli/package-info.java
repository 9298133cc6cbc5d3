/**
 * The command {@code appc}.
 *
 * <p>{@link org.appctoolkit.cli.Main} is the way in. Each subcommand is a class that reads its
 * arguments, calls the core and maps what comes back to a text and an {@code ExitStatus}; nothing
 * here knows the specification. What a command needs of the process around it (streams, environment
 * variables, whether there is a terminal) is handed in as {@code Surroundings}.
 */
@NullMarked
package org.appctoolkit.cli;

import org.jspecify.annotations.NullMarked;
