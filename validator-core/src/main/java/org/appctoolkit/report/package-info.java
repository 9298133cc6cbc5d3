/**
 * Judgements as text for people and as data for programs.
 *
 * <p>A {@link org.appctoolkit.report.Report} takes judgements as they are made and writes them to a
 * writer: {@link org.appctoolkit.report.TextReport} for a terminal or a log, {@link
 * org.appctoolkit.report.JsonReport} as a document of {@code findings.schema.json}. What is written
 * depends on the judgements alone: not on the locale, the time or the platform.
 */
@NullMarked
package org.appctoolkit.report;

import org.jspecify.annotations.NullMarked;
