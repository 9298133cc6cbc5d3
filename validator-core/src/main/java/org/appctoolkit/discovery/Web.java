package org.appctoolkit.discovery;

/** The network, as discovery sees it. Implementations follow no redirects and send no cookies. */
@FunctionalInterface
public interface Web {
  /**
   * Sends a GET request and waits for the header of the answer.
   *
   * @return the answer, which the caller closes
   * @throws WebException if there is no answer
   */
  Reply get(WebRequest request) throws WebException;
}
