@NullMarked
package org.appctoolkit.runtime.execute;

import org.jspecify.annotations.NullMarked;
