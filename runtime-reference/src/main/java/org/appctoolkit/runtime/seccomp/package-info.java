/**
 * Which system calls a process can make, as the kernel takes it: the names and numbers of Linux,
 * and a compiler from what is to become of each call to a program of the classic BPF. This package
 * knows nothing of pods, and touches nothing.
 */
@NullMarked
package org.appctoolkit.runtime.seccomp;

import org.jspecify.annotations.NullMarked;
