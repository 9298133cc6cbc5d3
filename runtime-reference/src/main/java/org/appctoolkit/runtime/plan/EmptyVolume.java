package org.appctoolkit.runtime.plan;

/**
 * A directory that has to be made before the pod is run, and removed with it.
 *
 * @param path where, on the host
 * @param mode its permissions
 * @param uid its owner, on the host
 * @param gid its group, on the host
 */
public record EmptyVolume(String path, int mode, long uid, long gid) {}
