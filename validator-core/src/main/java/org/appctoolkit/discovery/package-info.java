/**
 * How a name leads to an image: App Container Image Discovery, without a network.
 *
 * <p>{@link org.appctoolkit.discovery.Discovery} turns an {@link
 * org.appctoolkit.discovery.ImageReference} (a name with labels) into the URLs of an image, of its
 * signature and of public keys, and tells every step on the way. It asks the network through the
 * one method of {@link org.appctoolkit.discovery.Web}. What pages and servers answer is bounded,
 * and whatever it is, it ends in a value.
 */
@NullMarked
package org.appctoolkit.discovery;

import org.jspecify.annotations.NullMarked;
