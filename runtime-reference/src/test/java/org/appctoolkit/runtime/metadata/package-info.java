/** Tests of the metadata service, by what it answers over real sockets. */
@NullMarked
package org.appctoolkit.runtime.metadata;

import org.jspecify.annotations.NullMarked;
