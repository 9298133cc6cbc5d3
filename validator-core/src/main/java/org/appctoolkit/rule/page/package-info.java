/** Rules about discovery pages, one class each. */
@NullMarked
package org.appctoolkit.rule.page;

import org.jspecify.annotations.NullMarked;
