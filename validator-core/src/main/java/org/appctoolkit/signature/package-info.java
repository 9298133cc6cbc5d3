/**
 * PGP as the App Container specification uses it: detached signatures of image archives, and
 * archives encrypted with a passphrase.
 *
 * <p>{@link org.appctoolkit.signature.Keyring} reads keys, {@link
 * org.appctoolkit.signature.DetachedSignatures} reads and checks signatures, {@link
 * org.appctoolkit.signature.SigningKey} makes one, {@link org.appctoolkit.signature.PgpMessage}
 * undoes the encryption. Everything works on streams, with memory bounded by {@link
 * org.appctoolkit.signature.PgpLimits}. What a signature is worth is a {@link
 * org.appctoolkit.signature.SignatureVerdict}; a {@link org.appctoolkit.signature.PgpException}
 * means that there was nothing to judge. Keys count for what they themselves have signed and
 * nothing else; whose they are and whether to trust them is for the caller to know, who chooses the
 * keyring.
 */
@NullMarked
package org.appctoolkit.signature;

import org.jspecify.annotations.NullMarked;
