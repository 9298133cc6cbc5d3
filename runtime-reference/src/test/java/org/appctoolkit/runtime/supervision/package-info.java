/** Tests of stage1 as a program, with plans that are written by hand. */
@NullMarked
package org.appctoolkit.runtime.supervision;

import org.jspecify.annotations.NullMarked;
