@NullMarked
package org.appctoolkit.runtime.cli;

import org.jspecify.annotations.NullMarked;
