/** Tests of the reports: places on a terminal, and what no document may put into them. */
@NullMarked
package org.appctoolkit.report;

import org.jspecify.annotations.NullMarked;
