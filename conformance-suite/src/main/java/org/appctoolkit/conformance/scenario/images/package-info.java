/**
 * Images: how they come as archives, what they depend on, what apps find in the root file systems
 * made of them and beside it, and which images and manifests must not be executed.
 *
 * <p>One class for each section of the specification; {@link
 * org.appctoolkit.conformance.scenario.images.ImageScenarios} has all their scenarios.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.images;

import org.jspecify.annotations.NullMarked;
