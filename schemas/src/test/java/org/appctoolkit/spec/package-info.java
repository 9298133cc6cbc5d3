/** Tests of the specification as data, and what generates the schemas. */
@NullMarked
package org.appctoolkit.spec;

import org.jspecify.annotations.NullMarked;
