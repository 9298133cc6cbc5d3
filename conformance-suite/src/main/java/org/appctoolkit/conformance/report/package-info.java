/**
 * What a run tells: a stream of events, and the forms in which people and programs read it.
 *
 * <p>A run becomes {@link org.appctoolkit.conformance.report.Event}s; each {@link
 * org.appctoolkit.conformance.report.Report} writes them in its form. The one as JSON lines has
 * everything, so that all others can be made of it later.
 */
@NullMarked
package org.appctoolkit.conformance.report;

import org.jspecify.annotations.NullMarked;
