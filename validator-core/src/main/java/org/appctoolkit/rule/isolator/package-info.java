/**
 * Rules for isolators, wherever they stand. One small class for each; {@code IsolatorRules.ALL}
 * lists them.
 */
@NullMarked
package org.appctoolkit.rule.isolator;

import org.jspecify.annotations.NullMarked;
