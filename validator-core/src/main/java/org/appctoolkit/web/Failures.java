package org.appctoolkit.web;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.appctoolkit.discovery.WebException;
import org.appctoolkit.discovery.WebException.Kind;
import org.appctoolkit.document.Quote;

/** What a failure of the network means, in words. */
final class Failures {
  private static final int DEEPEST = 10;

  private Failures() {}

  static WebException of(IOException e, Deadline deadline) {
    if (e instanceof WebException already) {
      return already;
    }
    if (deadline.isOver()) {
      return new WebException(
          Kind.TIMEOUT, "the answer takes longer than " + words(deadline.time().toMillis()));
    }
    if (e instanceof ForbiddenAddressException) {
      return new WebException(Kind.FORBIDDEN_ADDRESS, String.valueOf(e.getMessage()));
    }
    if (e instanceof UnknownHostException) {
      return new WebException(Kind.UNKNOWN_HOST, "the host has no address");
    }
    if (e instanceof SocketTimeoutException) {
      return new WebException(Kind.TIMEOUT, "the server does not answer in time");
    }
    if (e instanceof SSLException) {
      return new WebException(Kind.TLS, tls(e));
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return new WebException(Kind.CONNECTION, "the server takes no connection");
    }
    if (e instanceof NoHttpResponseException
        || e instanceof ConnectionClosedException
        || e instanceof MalformedChunkCodingException) {
      return new WebException(Kind.CONNECTION, "the connection broke off");
    }
    if (e instanceof MessageConstraintException) {
      return new WebException(Kind.PROTOCOL, "the header of the answer is too long");
    }
    if (e instanceof ClientProtocolException) {
      String reason =
          cause(e, org.apache.hc.core5.http.HttpException.class)
              .map(Throwable::getMessage)
              .filter(message -> message.startsWith("the "))
              .orElse("the answer is no HTTP");
      return new WebException(Kind.PROTOCOL, reason);
    }
    return new WebException(
        Kind.CONNECTION,
        "the connection broke"
            + (e.getMessage() == null ? "" : " (" + Quote.escape(cut(e.getMessage())) + ")"));
  }

  private static String tls(IOException e) {
    if (e instanceof SSLPeerUnverifiedException) {
      return "the certificate of the server is for another host";
    }
    if (cause(e, CertificateExpiredException.class).isPresent()) {
      return "the certificate of the server is expired";
    }
    if (cause(e, CertificateNotYetValidException.class).isPresent()) {
      return "the certificate of the server is not valid yet";
    }
    if (cause(e, CertPathBuilderException.class).isPresent()
        || cause(e, CertPathValidatorException.class).isPresent()) {
      return "the certificate of the server is of no authority that is trusted";
    }
    if (cause(e, CertificateException.class)
        .map(Throwable::getMessage)
        .filter(message -> message.contains("subject alternative"))
        .isPresent()) {
      return "the certificate of the server is for another host";
    }
    return "no secure connection ("
        + Quote.escape(cut(e.getMessage() == null ? "TLS failed" : e.getMessage()))
        + ")";
  }

  private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  private static String words(long milliseconds) {
    return milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
  }

  private static String cut(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
