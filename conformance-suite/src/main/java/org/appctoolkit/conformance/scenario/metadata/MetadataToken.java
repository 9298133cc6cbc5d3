package org.appctoolkit.conformance.scenario.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What differs in the URLs of two pods, but for the address: parts of the same place.
 *
 * @param one those of one pod
 * @param other those of the other pod, as many if the URLs are alike
 */
record MetadataToken(List<String> one, List<String> other) {
  static final int ENOUGH_BITS = 128;

  static MetadataToken of(String url, String otherUrl) {
    List<String> parts = parts(url);
    List<String> otherParts = parts(otherUrl);
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (int i = 0; i < Math.min(parts.size(), otherParts.size()); i++) {
      if (!parts.get(i).equals(otherParts.get(i))) {
        one.add(parts.get(i));
        other.add(otherParts.get(i));
      }
    }
    return new MetadataToken(one, other);
  }

  /** What could be a token: everything but the scheme, the host and the port. */
  private static List<String> parts(String url) {
    String rest = url.replaceFirst("^[a-zA-Z][a-zA-Z0-9+.-]*://", "");
    int path = rest.indexOf('/');
    String authority = path < 0 ? rest : rest.substring(0, path);
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : authority.substring(0, at);
    String text = user + "/" + (path < 0 ? "" : rest.substring(path));
    return List.of(text.split("[/?&=;:#]", -1));
  }

  /** Without the parts that hold one of some texts, which are in lower case. */
  MetadataToken without(Set<String> known) {
    List<String> ofOne = new ArrayList<>();
    List<String> ofOther = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      String both = (one.get(i) + " " + other.get(i)).toLowerCase(Locale.ROOT);
      if (known.stream().noneMatch(both::contains)) {
        ofOne.add(one.get(i));
        ofOther.add(other.get(i));
      }
    }
    return new MetadataToken(ofOne, ofOther);
  }

  /**
   * How many bits the longest part has room for at the most, going by the letters that they are
   * made of.
   */
  int bits() {
    int most = 0;
    for (int i = 0; i < one.size(); i++) {
      String both = one.get(i) + other.get(i);
      boolean hexadecimal = both.matches("[0-9a-f-]*|[0-9A-F-]*");
      double each = 6;
      if (both.matches("[0-9]*")) {
        each = Math.log(10) / Math.log(2);
      } else if (hexadecimal) {
        each = 4;
      } else if (both.matches("[a-z2-7]*|[A-Z2-7]*")) {
        each = 5;
      }
      int length = Math.min(length(one.get(i), hexadecimal), length(other.get(i), hexadecimal));
      most = Math.max(most, (int) Math.floor(length * each));
    }
    return most;
  }

  private static int length(String part, boolean hexadecimal) {
    return hexadecimal ? part.replace("-", "").length() : part.length();
  }

  /** Whether so many letters are the same at the same place that it cannot be chance. */
  boolean isAlike() {
    for (int i = 0; i < one.size(); i++) {
      int same = 0;
      int length = Math.min(one.get(i).length(), other.get(i).length());
      for (int k = 0; k < length; k++) {
        same += one.get(i).charAt(k) == other.get(i).charAt(k) ? 1 : 0;
      }
      if (same * 2 <= length) {
        return false;
      }
    }
    return true;
  }

  String told() {
    return one.isEmpty()
        ? "nothing but an address differs"
        : "%s differs from %s".formatted(String.join(" ", one), String.join(" ", other));
  }
}
