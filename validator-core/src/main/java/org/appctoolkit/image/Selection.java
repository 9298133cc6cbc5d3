package org.appctoolkit.image;

/**
 * A rootfs before and after the path whitelist of its image was applied.
 *
 * @param all before
 * @param kept after
 */
public record Selection(Image all, Image kept) {}
