package org.appctoolkit.store;

import java.util.Optional;
import org.appctoolkit.archive.ImageId;

/**
 * Something in a store that is not as a store writes it.
 *
 * @param place name of the directory or file among the images, as it is: unsafe to print
 * @param id the image it belongs to; empty if the name is that of no image
 * @param message what is wrong, lower case, no full stop
 */
public record Damage(String place, Optional<ImageId> id, String message) {}
