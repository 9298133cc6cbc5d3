/**
 * What it takes to run a pod, as a value: a plan is an ordered list of primitive steps that stage1
 * executes and nobody has to interpret. This package decides everything and touches nothing: no
 * files, no processes, no clock; what it has to know of the host and of a rendered rootfs it is
 * told.
 */
@NullMarked
package org.appctoolkit.runtime.plan;

import org.jspecify.annotations.NullMarked;
