/**
 * The cgroups of a host, of version 1 and 2, and how what a pod and its apps may use is said to
 * them: which directories are made, and what is written to which file. This package knows nothing
 * of isolators, and touches nothing: the files of the kernel that it reads are texts.
 */
@NullMarked
package org.appctoolkit.runtime.cgroup;

import org.jspecify.annotations.NullMarked;
