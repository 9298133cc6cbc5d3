package org.appctoolkit.discovery;

import java.net.URI;

/**
 * Where an image is.
 *
 * @param template the template of the page, or that of simple discovery
 * @param image the URL of the image
 * @param signature the URL of its detached signature, whether there is one or not
 */
public record Endpoint(String template, URI image, URI signature) {
  /** Whether both can be fetched here: by http or https. */
  public boolean isFetchable() {
    return WebRequest.isWeb(image) && WebRequest.isWeb(signature);
  }
}
