package org.appctoolkit.store;

import java.util.ArrayList;
import java.util.List;

/** Something in a store is not as a store writes it; the message says what. */
final class DamagedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> reasons;

  DamagedException(String reason) {
    this(List.of(reason));
  }

  DamagedException(List<String> reasons) {
    super(String.join("; ", reasons));
    this.reasons = new ArrayList<>(reasons);
  }

  /** All that is wrong in one line: lower case, no full stop. */
  String reason() {
    return String.join("; ", reasons);
  }

  /** What is wrong, one by one. */
  List<String> reasons() {
    return List.copyOf(reasons);
  }
}
