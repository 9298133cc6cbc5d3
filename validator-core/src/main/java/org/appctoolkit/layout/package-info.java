/**
 * Images as directories: a file {@code manifest} and a directory {@code rootfs}.
 *
 * <p>{@link org.appctoolkit.layout.Layout} hands out what a directory holds, as if it was read from
 * an archive, so that whatever judges or writes archives does so with layouts. {@link
 * org.appctoolkit.layout.Extraction} makes a layout of an archive, in full or not at all; neither
 * follows a symbolic link, and no bytes of a name are lost, whatever the locale. {@link
 * org.appctoolkit.layout.OutputFile} writes one file in that manner. Beside {@code store} and
 * {@code input} this is the only package of the core that touches files.
 */
@NullMarked
package org.appctoolkit.layout;

import org.jspecify.annotations.NullMarked;
