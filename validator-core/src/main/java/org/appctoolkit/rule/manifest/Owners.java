package org.appctoolkit.rule.manifest;

import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;

/** What the user or group of an app can be: a name, a number, or the path of a file. */
final class Owners {
  /** The number above all UIDs and GIDs; the last one stands for "no change" in system calls. */
  private static final long END = 4294967295L;

  private Owners() {}

  static Optional<Problem> fault(Located<String> owner) {
    String text = owner.value();
    if (text.isEmpty()) {
      return Optional.of(Problem.at(owner.pointer(), "the name is empty"));
    }
    if (text.startsWith("/")) {
      return Optional.empty();
    }
    if (text.matches("-[0-9]+")) {
      return Optional.of(Problem.at(owner.pointer(), Quote.of(text) + " is negative"));
    }
    if (text.matches("[0-9]+") && isLarge(text.replaceFirst("^0+(?=.)", ""))) {
      return Optional.of(
          Problem.at(owner.pointer(), Quote.of(text) + " is larger than any numeric ID"));
    }
    if (text.codePoints().anyMatch(c -> c == ':' || c == '/' || c <= ' ')) {
      return Optional.of(
          Problem.at(
              owner.pointer(),
              Quote.of(text) + " has a character that no name in /etc/passwd or /etc/group has"));
    }
    return Optional.empty();
  }

  private static boolean isLarge(String digits) {
    return digits.length() > 18 || Long.parseLong(digits) >= END;
  }
}
