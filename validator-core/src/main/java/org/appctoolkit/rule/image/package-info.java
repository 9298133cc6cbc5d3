/** Rules for image manifests only. One small class for each; {@code ImageRules.ALL} lists them. */
@NullMarked
package org.appctoolkit.rule.image;

import org.jspecify.annotations.NullMarked;
