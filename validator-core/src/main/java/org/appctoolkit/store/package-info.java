/**
 * Images kept on this machine: a directory of archives addressed by image ID.
 *
 * <p>An image is built aside, brought to the disk and moved to its place in one step, so that what
 * is at its place is whole whenever it is looked at, whoever writes at the same time and wherever a
 * writer was killed. Beside {@code layout} this is the only package of the core that touches files.
 * Nothing in a store is trusted because it is there: everything is read within bounds, no symbolic
 * link is followed, and what does not fit together is damage, which is told.
 */
@NullMarked
package org.appctoolkit.store;

import org.jspecify.annotations.NullMarked;
