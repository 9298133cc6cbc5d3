/**
 * What is wrong with a document, as values.
 *
 * <p>A {@link org.appctoolkit.finding.Finding} names the clause that is broken, the place and what
 * would be right; {@link org.appctoolkit.finding.Findings} are those of one document in the order
 * of its text. Nothing here decides what is wrong, and nothing here prints.
 */
@NullMarked
package org.appctoolkit.finding;

import org.jspecify.annotations.NullMarked;
