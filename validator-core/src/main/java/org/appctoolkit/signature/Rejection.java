package org.appctoolkit.signature;

/** Why a signature or key counts for nothing. */
record Rejection(SignatureVerdict.Reason reason, String explanation) {}
