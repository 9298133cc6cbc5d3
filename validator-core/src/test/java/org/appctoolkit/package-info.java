/** Tests of the module as a whole. */
@NullMarked
package org.appctoolkit;

import org.jspecify.annotations.NullMarked;
