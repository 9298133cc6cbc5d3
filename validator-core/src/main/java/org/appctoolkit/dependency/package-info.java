/**
 * Images that are assembled from others: which ones a dependency means, in which order their files
 * are put down, what the path whitelists leave of them, and what the rootfs holds in the end.
 *
 * <p>Images come out of a {@link org.appctoolkit.dependency.Catalogue}; nothing here knows where
 * that keeps them.
 */
@NullMarked
package org.appctoolkit.dependency;

import org.jspecify.annotations.NullMarked;
