/** Tests of what is known of an image, most of them against models that are slow and simple. */
@NullMarked
package org.appctoolkit.image;

import org.jspecify.annotations.NullMarked;
