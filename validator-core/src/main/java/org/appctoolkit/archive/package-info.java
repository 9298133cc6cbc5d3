/**
 * Bytes of an image archive to its entries and back, in one pass.
 *
 * <p>{@link org.appctoolkit.archive.ImageArchive#read} finds out what a stream holds, undoes the
 * compression, follows the tar header by header and hands every {@link
 * org.appctoolkit.archive.Entry} with its content to an {@link
 * org.appctoolkit.archive.ArchiveVisitor}, while the digest that is the image ID is computed from
 * the same bytes. Nothing is extracted, nothing is kept, and {@link
 * org.appctoolkit.archive.ArchiveLimits} bound what any input can cost. Reading is strict: what is
 * damaged, and what two readers of tar could understand in two ways, is an {@link
 * org.appctoolkit.archive.ArchiveFault}. {@link org.appctoolkit.archive.ImageWriter} writes, the
 * same bytes for the same entries. Nothing here knows which entries the App Container specification
 * asks for.
 */
@NullMarked
package org.appctoolkit.archive;

import org.jspecify.annotations.NullMarked;
