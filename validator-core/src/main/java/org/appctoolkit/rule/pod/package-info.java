/**
 * Rules for pod manifests (before 0.5.0: container runtime manifests) only. One small class for
 * each; {@code PodRules.ALL} lists them.
 */
@NullMarked
package org.appctoolkit.rule.pod;

import org.jspecify.annotations.NullMarked;
