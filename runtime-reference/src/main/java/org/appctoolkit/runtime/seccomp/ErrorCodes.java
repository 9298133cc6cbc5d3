package org.appctoolkit.runtime.seccomp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The error codes of Linux, which are the same on all architectures that are known here. */
public final class ErrorCodes {
  private static final Map<String, Integer> NUMBERS =
      Table.load("error-codes.txt", 2).stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  (List<String> line) -> line.get(0), line -> Integer.valueOf(line.get(1))));

  private ErrorCodes() {}

  /** The number of an error such as EPERM; empty if there is none of that name. */
  public static Optional<Integer> number(String name) {
    return Optional.ofNullable(NUMBERS.get(name));
  }
}
