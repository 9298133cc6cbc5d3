/** Tests of discovery. */
@NullMarked
package org.appctoolkit.discovery;

import org.jspecify.annotations.NullMarked;
