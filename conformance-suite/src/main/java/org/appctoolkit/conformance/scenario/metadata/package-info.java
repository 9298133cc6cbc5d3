/**
 * The metadata service, as the apps of two pods see it: {@link
 * org.appctoolkit.conformance.scenario.metadata.MetadataService} plays, and the other classes judge
 * who gets an answer, what it says and what is signed.
 */
@NullMarked
package org.appctoolkit.conformance.scenario.metadata;

import org.jspecify.annotations.NullMarked;
