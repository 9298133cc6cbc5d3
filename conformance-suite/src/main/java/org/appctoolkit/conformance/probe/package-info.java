/**
 * The program that looks around in pods, the images it comes in, the manifests of the pods that run
 * it, and what it has seen.
 *
 * <p>The probe only observes and does what its arguments say; what should have been seen is decided
 * by the expectations.
 */
@NullMarked
package org.appctoolkit.conformance.probe;

import org.jspecify.annotations.NullMarked;
