/** Rules for archives and layouts, one class each, and {@link ArchiveRules}, the lists of them. */
@NullMarked
package org.appctoolkit.rule.archive;

import org.jspecify.annotations.NullMarked;
