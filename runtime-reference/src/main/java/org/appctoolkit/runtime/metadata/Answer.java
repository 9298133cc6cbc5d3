package org.appctoolkit.runtime.metadata;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An answer over HTTP.
 *
 * @param status its code
 * @param type of the content; empty for none
 * @param content what is sent, in UTF-8, if it is not a file
 * @param file what is sent otherwise
 * @param headers further ones
 */
record Answer(
    int status, String type, String content, Optional<Path> file, Map<String, String> headers) {
  static final String JSON = "application/json";
  static final String ASCII = "text/plain; charset=us-ascii";
  static final String TEXT = "text/plain; charset=utf-8";

  private static final int OK = 200;
  private static final int BAD = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int TOO_LONG = 413;
  private static final int WRONG_TYPE = 415;
  private static final int TOO_MANY = 429;
  private static final int BROKEN = 500;

  Answer {
    headers = Map.copyOf(headers);
  }

  /** The content of a file. */
  static Answer of(Path file, String type) {
    return new Answer(OK, type, "", Optional.of(file), Map.of());
  }

  /** A text. */
  static Answer of(String text, String type) {
    return of(OK, text, type, Map.of());
  }

  private static Answer of(int status, String text, String type, Map<String, String> headers) {
    return new Answer(status, type, text, Optional.empty(), headers);
  }

  private static Answer refusal(int status, String reason, Map<String, String> headers) {
    return of(status, reason + "\n", ASCII, headers);
  }

  static Answer bad(String reason) {
    return refusal(BAD, reason, Map.of());
  }

  static Answer notVerified() {
    return refusal(FORBIDDEN, "this is not the signature of that pod", Map.of());
  }

  /** The same whatever the reason, so that nothing is learned from it. */
  static Answer notFound() {
    return refusal(NOT_FOUND, "there is nothing at this address", Map.of());
  }

  static Answer wrongMethod(String allowed) {
    return refusal(WRONG_METHOD, "this takes " + allowed, Map.of("Allow", allowed));
  }

  /** The rest of the body is not waited for. */
  static Answer tooLong() {
    return refusal(TOO_LONG, "a body may have up to a MiB", Map.of("Connection", "close"));
  }

  static Answer wrongType() {
    return refusal(WRONG_TYPE, "this takes a form, application/x-www-form-urlencoded", Map.of());
  }

  static Answer tooMany() {
    return refusal(TOO_MANY, "too many requests of this pod", Map.of("Retry-After", "1"));
  }

  static Answer broken() {
    return refusal(BROKEN, "what is known of the pod cannot be read", Map.of());
  }
}
