/**
 * Bytes to a tree that knows its places.
 *
 * <p>A {@link org.appctoolkit.document.Source} is a name and its bytes; {@link
 * org.appctoolkit.document.Document#read} turns it into a {@link org.appctoolkit.document.Document}
 * under {@link org.appctoolkit.document.Limits}, or into the {@link
 * org.appctoolkit.document.Malformation}s that stand in the way. Reading is strict: what RFC 8259
 * does not allow is not accepted, and neither is what two readers could understand in two ways
 * (duplicate keys, lone surrogates). Nothing here knows the App Container specification.
 */
@NullMarked
package org.appctoolkit.document;

import org.jspecify.annotations.NullMarked;
