/** Tests of edits, in every dialect, in every layout and on the fixtures. */
@NullMarked
package org.appctoolkit.edit;

import org.jspecify.annotations.NullMarked;
