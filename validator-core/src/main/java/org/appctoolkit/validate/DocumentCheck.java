package org.appctoolkit.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Malformation;
import org.appctoolkit.rule.Problem;

/** Judges what holds for every document, before anyone asks what manifest it is. */
final class DocumentCheck {
  /** The clauses checked here. */
  static final Set<String> CLAUSES =
      Set.of(
          "manifest-is-json",
          "manifest-is-utf-8",
          "manifest-has-no-byte-order-mark",
          "strings-are-unicode",
          "keys-are-unique",
          "document-length-is-limited",
          "nesting-depth-is-limited",
          "number-length-is-limited",
          "manifest-is-an-object",
          "strings-have-no-nul");

  private DocumentCheck() {}

  /** The clause that a malformation breaks. */
  static String clause(Malformation.Kind kind) {
    return switch (kind) {
      case SYNTAX -> "manifest-is-json";
      case ENCODING -> "manifest-is-utf-8";
      case BYTE_ORDER_MARK -> "manifest-has-no-byte-order-mark";
      case LONE_SURROGATE -> "strings-are-unicode";
      case DUPLICATE_KEY -> "keys-are-unique";
      case DOCUMENT_TOO_LONG -> "document-length-is-limited";
      case TOO_DEEP -> "nesting-depth-is-limited";
      case NUMBER_TOO_LONG -> "number-length-is-limited";
    };
  }

  static List<Violation> check(Document document) {
    Optional<Json> root = document.root();
    if (root.isEmpty()) {
      return List.of();
    }
    List<Violation> violations = new ArrayList<>();
    if (!(root.get() instanceof Json.Obj)) {
      violations.add(
          Violation.of(
              "manifest-is-an-object",
              Problem.at(
                  root.get().pointer(),
                  "the document is " + root.get().kind() + ", not an object")));
    }
    // Depth is limited, but a stack of our own keeps the order of the text simple to follow.
    Deque<Json> open = new ArrayDeque<>();
    open.push(root.get());
    while (!open.isEmpty()) {
      Json json = open.pop();
      if (json instanceof Json.Str text && text.value().indexOf('\0') >= 0) {
        violations.add(
            Violation.of(
                "strings-have-no-nul", Problem.at(json.pointer(), "the string contains NUL")));
      } else if (json instanceof Json.Arr array) {
        array.elements().forEach(open::push);
      } else if (json instanceof Json.Obj object) {
        for (Json.Member member : object.members()) {
          if (member.key().indexOf('\0') >= 0) {
            violations.add(
                Violation.of(
                    "strings-have-no-nul",
                    Problem.atKey(member.value().pointer(), "the key contains NUL")));
          }
          open.push(member.value());
        }
      }
    }
    return violations;
  }
}
