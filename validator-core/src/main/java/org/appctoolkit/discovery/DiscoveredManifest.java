package org.appctoolkit.discovery;

import org.appctoolkit.model.ImageManifest;

/**
 * The manifest of an image, and what the image was discovered by.
 *
 * @param manifest the manifest
 * @param asked the name and labels that discovery began with
 */
public record DiscoveredManifest(ImageManifest manifest, ImageReference asked) {}
