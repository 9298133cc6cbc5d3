/** Tests of the way in, on the fixtures and on hostile input. */
@NullMarked
package org.appctoolkit.validate;

import org.jspecify.annotations.NullMarked;
