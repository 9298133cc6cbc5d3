/** Tests of the web. */
@NullMarked
package org.appctoolkit.web;

import org.jspecify.annotations.NullMarked;
