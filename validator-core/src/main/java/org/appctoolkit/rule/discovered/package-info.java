/** Rules about the manifests of images that were discovered, one class each. */
@NullMarked
package org.appctoolkit.rule.discovered;

import org.jspecify.annotations.NullMarked;
