/** Tests about the suite as a whole: its architecture, and that nothing passes by itself. */
@NullMarked
package org.appctoolkit.conformance;

import org.jspecify.annotations.NullMarked;
