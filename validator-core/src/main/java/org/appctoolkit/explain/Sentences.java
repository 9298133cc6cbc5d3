package org.appctoolkit.explain;

import java.util.Locale;
import org.appctoolkit.spec.Clause;

/** Words of the explanations. */
public final class Sentences {
  private Sentences() {}

  /** The name of a source in data. */
  public static String id(Clause.Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  /** The name of a subject in data. */
  public static String id(Clause.Subject subject) {
    return subject.name().toLowerCase(Locale.ROOT);
  }

  /** What a statement is about, for people. */
  public static String of(Clause.Subject subject) {
    return switch (subject) {
      case DOCUMENT -> "documents";
      case RUNTIME -> "runtimes, which execute pods";
    };
  }

  /** Who makes a statement, for people. */
  public static String of(Clause.Source source) {
    return switch (source) {
      case TEXT -> "the text of the specification";
      case CODE -> "the code and change log of the specification, not its text";
      case STANDARD -> "a standard that the specification builds on";
      case CONVENTION ->
          "this toolkit: what follows from the specification, or guards against harm";
      case LIMIT -> "this toolkit: a limit to what it reads";
    };
  }

  /**
   * A text in lines of at most 90 characters where it has blanks.
   *
   * @param indent what stands before each line but the first
   */
  public static String wrap(String text, String indent) {
    StringBuilder wrapped = new StringBuilder();
    int column = indent.length();
    for (String word : text.split(" ", -1)) {
      if (column > indent.length() && column + 1 + word.length() > 90) {
        wrapped.append('\n').append(indent);
        column = indent.length();
      } else if (wrapped.length() > 0) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += word.length();
    }
    return wrapped.toString();
  }
}
