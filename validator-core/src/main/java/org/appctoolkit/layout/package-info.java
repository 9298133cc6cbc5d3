/**
 * Images as directories: a file {@code manifest} and a directory {@code rootfs}.
 *
 * <p>{@link org.appctoolkit.layout.Layout} hands out what a directory holds, as if it was read from
 * an archive, so that whatever judges or writes archives does so with layouts. {@link
 * org.appctoolkit.layout.Extraction} makes a layout of an archive, in full or not at all. Beside
 * {@code store} this is the only package of the core that touches files; neither class follows a
 * symbolic link, and no bytes of a name are lost, whatever the locale.
 */
@NullMarked
package org.appctoolkit.layout;

import org.jspecify.annotations.NullMarked;
