/**
 * Manifests as records, with the words of the newest specification.
 *
 * <p>{@link org.appctoolkit.model.ManifestReader} turns the tree of a document into an {@link
 * org.appctoolkit.model.ImageManifest} or a {@link org.appctoolkit.model.PodManifest}, whatever the
 * dialect of its version: {@code val} becomes a value, a map of annotations a list of them. It is
 * forgiving: what has the wrong type is absent from the record, because the structure of a document
 * is judged elsewhere. Every value keeps the pointer to where it came from.
 */
@NullMarked
package org.appctoolkit.model;

import org.jspecify.annotations.NullMarked;
