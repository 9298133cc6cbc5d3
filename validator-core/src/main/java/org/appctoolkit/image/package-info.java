/**
 * What an image holds, as far as it has to be known to judge it.
 *
 * <p>{@link org.appctoolkit.image.ImageTree} keeps the names, types and modes of all entries in a
 * few bytes each, within a budget; {@link org.appctoolkit.image.Links} follows its symbolic links
 * as an app in the rootfs would. {@link org.appctoolkit.image.Arrival} is an entry as it arrives,
 * and {@link org.appctoolkit.image.Image} the whole, with its manifest. Nothing here decides what
 * is wrong.
 */
@NullMarked
package org.appctoolkit.image;

import org.jspecify.annotations.NullMarked;
