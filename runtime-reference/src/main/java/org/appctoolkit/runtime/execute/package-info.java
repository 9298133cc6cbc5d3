/**
 * The only package of the runtime with side effects: pods as directories, rendered trees, stage1
 * and the logs that it writes.
 */
@NullMarked
package org.appctoolkit.runtime.execute;

import org.jspecify.annotations.NullMarked;
