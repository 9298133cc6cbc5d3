/**
 * Rules for manifests of every kind. One small class for each; {@code ManifestRules.ALL} lists
 * them.
 */
@NullMarked
package org.appctoolkit.rule.manifest;

import org.jspecify.annotations.NullMarked;
