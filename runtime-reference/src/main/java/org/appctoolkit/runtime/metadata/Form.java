package org.appctoolkit.runtime.metadata;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a form, {@code application/x-www-form-urlencoded}: bytes that need not be text.
 *
 * <p>They are decoded in the place where they stand, so that a form takes no more memory than its
 * body.
 */
final class Form {
  private final byte[] bytes;
  private final Map<String, Field> fields = new HashMap<>();

  private Form(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Where the value of a field is. */
  record Field(int offset, int length) {}

  /**
   * Reads a body, which is changed by that; empty if it is no form, or has a field of ours twice.
   *
   * @param names of the fields that count
   */
  static Optional<Form> of(byte[] body, Iterable<String> names) {
    Form form = new Form(body);
    Map<String, Boolean> wanted = new HashMap<>();
    names.forEach(it -> wanted.put(it, false));
    int start = 0;
    while (start <= body.length) {
      int end = indexOf(body, '&', start, body.length);
      int equals = indexOf(body, '=', start, end);
      int nameLength = decode(body, start, equals);
      int valueStart = Math.min(equals + 1, end);
      int valueLength = decode(body, valueStart, end);
      if (nameLength < 0 || valueLength < 0) {
        return Optional.empty();
      }
      String name = new String(body, start, nameLength, StandardCharsets.UTF_8);
      if (wanted.containsKey(name)
          && form.fields.put(name, new Field(valueStart, valueLength)) != null) {
        return Optional.empty();
      }
      start = end + 1;
    }
    return Optional.of(form);
  }

  private static int indexOf(byte[] bytes, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return end;
  }

  /** Decodes a stretch in its place; how long it has become, or -1 if an escape is none. */
  private static int decode(byte[] bytes, int start, int end) {
    int to = start;
    for (int i = start; i < end; i++) {
      if (bytes[i] == '%') {
        int high = i + 2 < end ? Character.digit(bytes[i + 1], 16) : -1;
        int low = i + 2 < end ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return -1;
        }
        bytes[to++] = (byte) (high * 16 + low);
        i += 2;
      } else {
        bytes[to++] = bytes[i] == '+' ? (byte) ' ' : bytes[i];
      }
    }
    return to - start;
  }

  /** Where a field is; empty if there is none. */
  Optional<Field> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** A field as text; empty if there is none. */
  Optional<String> text(String name) {
    return field(name)
        .map(it -> new String(bytes, it.offset(), it.length(), StandardCharsets.UTF_8));
  }

  /** The bytes that fields are in. */
  byte[] bytes() {
    return bytes;
  }
}
