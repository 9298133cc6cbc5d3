/**
 * What is judged by code rather than by a schema.
 *
 * <p>A {@link org.appctoolkit.rule.Rule} checks one clause and has its name: the clause {@code
 * label-names-are-unique} is checked by {@code LabelNamesAreUnique}. {@link
 * org.appctoolkit.rule.RuleBook} lists all of them. Rules for every kind of manifest are in {@code
 * rule.manifest}, those for isolators in {@code rule.isolator}, the others in {@code rule.image}
 * and {@code rule.pod}; those for discovery pages in {@code rule.page}, and those for what was
 * discovered in {@code rule.discovered}. docs/adding-a-rule.md tells how to add one.
 */
@NullMarked
package org.appctoolkit.rule;

import org.jspecify.annotations.NullMarked;
