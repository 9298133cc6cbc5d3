package org.appctoolkit.model;

import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * Where an app expects data from outside.
 *
 * @param pointer the object
 * @param name its name
 * @param path its place in the rootfs
 * @param readOnly whether the app cannot write there
 */
public record MountPoint(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<Located<String>> path,
    boolean readOnly) {}
