/** Rules about images and pods together with the images of a store that they need. */
@NullMarked
package org.appctoolkit.rule.store;

import org.jspecify.annotations.NullMarked;
