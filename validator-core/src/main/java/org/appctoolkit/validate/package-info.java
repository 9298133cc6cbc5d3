/**
 * The way in: {@link org.appctoolkit.validate.Validator} judges a source and returns a {@link
 * org.appctoolkit.validate.Judgement}.
 *
 * <p>The bytes are read strictly; the kind and version of the manifest decide which schema and
 * which rules apply; the schema judges the structure, then the rules whatever of it is sound. All
 * findings come from one run.
 */
@NullMarked
package org.appctoolkit.validate;

import org.jspecify.annotations.NullMarked;
