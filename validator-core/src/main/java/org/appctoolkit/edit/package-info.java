/**
 * Changes of an image manifest that leave the rest of its text as it is.
 *
 * <p>A {@link org.appctoolkit.edit.ManifestEdit} is one change, told in the words of the newest
 * specification; {@link org.appctoolkit.edit.ManifestEdits#apply} makes several of them in the
 * dialect of the manifest's version. What that version cannot express is refused, and so is a
 * manifest that cannot be edited safely; whether a new value is a good one is not asked here, as
 * validating the result tells. Every byte that no edit concerns stays: order, layout, unknown keys,
 * numbers as they were written. An edit that changes nothing leaves the text as it is.
 */
@NullMarked
package org.appctoolkit.edit;

import org.jspecify.annotations.NullMarked;
