package org.appctoolkit.document;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A small change to a text.
 *
 * @param place where, as a fraction of the text
 * @param removed how many characters go
 * @param inserted what comes in their place
 */
record Mutation(double place, int removed, String inserted) {
  /** A few changes, with what tends to matter to a reader of JSON. */
  static Arbitrary<List<Mutation>> some() {
    Arbitrary<String> inserted =
        Arbitraries.of(
            "",
            "",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "/",
            "\\u",
            "\\u00e9",
            "\\n",
            "\n",
            "\r",
            "\t",
            " ",
            "\0",
            "\u001f",
            "\u007f",
            "\u00a0",
            "\ufeff",
            "é",
            "😀",
            "0",
            "1",
            "-",
            "+",
            ".",
            "e",
            "E",
            "1e5",
            "true",
            "fals",
            "null",
            "NaN",
            "'",
            "//",
            "/*",
            "#",
            "\"a\"",
            "\"a\":1,",
            "{}",
            "[]",
            "{{",
            "}}",
            "<",
            "%s",
            "a",
            "\u0661",
            "\u2028");
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.of(0, 0, 0, 1, 1, 2, 5), inserted)
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  /** The text after the changes, one after the other. */
  static String apply(List<Mutation> mutations, String text) {
    StringBuilder changed = new StringBuilder(text);
    for (Mutation mutation : mutations) {
      int start = (int) Math.round(mutation.place * changed.length());
      int end = Math.min(changed.length(), start + mutation.removed);
      changed.replace(start, end, mutation.inserted);
    }
    return changed.toString();
  }
}
