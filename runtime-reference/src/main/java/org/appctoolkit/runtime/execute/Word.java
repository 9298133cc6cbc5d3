package org.appctoolkit.runtime.execute;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Words as plans and status files have them: what is no plain character is written as %XX. */
final class Word {
  private Word() {}

  /** The text in a word; what is no escape stands for itself. */
  static String text(String word) {
    if (word.equals("%")) {
      return "";
    }
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream text = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low < 0) {
        text.write(bytes[i]);
      } else {
        text.write(high * 16 + low);
        i += 2;
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** The word for a text. */
  static String of(String text) {
    if (text.isEmpty()) {
      return "%";
    }
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each <= ' ' || each == '%' || each == 0x7F) {
        word.append('%')
            .append(Character.toUpperCase(Character.forDigit(each / 16, 16)))
            .append(Character.toUpperCase(Character.forDigit(each % 16, 16)));
      } else {
        word.append(each);
      }
    }
    return word.toString();
  }
}
