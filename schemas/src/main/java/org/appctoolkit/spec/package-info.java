/**
 * The App Container specification as data.
 *
 * <p>A {@link org.appctoolkit.spec.Clause} is one normative statement of the specification and the
 * one thing every finding, verdict and documentation page points at. {@link
 * org.appctoolkit.spec.Clauses} is the catalogue of all of them, {@link
 * org.appctoolkit.spec.Schemas} finds the JSON Schema of a {@link
 * org.appctoolkit.spec.ManifestKind} at a {@link org.appctoolkit.spec.SpecVersion}. The data is in
 * resource files; there is no code here beyond loading it.
 */
@NullMarked
package org.appctoolkit.spec;

import org.jspecify.annotations.NullMarked;
