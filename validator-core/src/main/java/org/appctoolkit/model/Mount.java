package org.appctoolkit.model;

import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * A volume at its place in an app.
 *
 * @param pointer the object
 * @param volume name of the volume
 * @param mountPoint name of the mount point; up to 0.6.1
 * @param path place in the rootfs; from 0.7.0 on
 * @param appVolume a volume for this mount only; from 0.8.8 on
 */
public record Mount(
    Pointer pointer,
    Optional<Located<String>> volume,
    Optional<Located<String>> mountPoint,
    Optional<Located<String>> path,
    Optional<Volume> appVolume) {}
