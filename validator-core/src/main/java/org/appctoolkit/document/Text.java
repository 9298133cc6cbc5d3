package org.appctoolkit.document;

import java.nio.charset.StandardCharsets;

/**
 * The characters of a source that is no JSON, and the places of its lines.
 *
 * <p>The bytes are read as UTF-8; U+FFFD stands for whatever could not be decoded, and a byte order
 * mark is no part of the text. Texts are immutable.
 */
public final class Text {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final String name;
  private final String characters;
  private final Lines lines;

  private Text(String name, String characters) {
    this.name = name;
    this.characters = characters;
    this.lines = Lines.of(characters);
  }

  /** The text of a source, whatever its bytes are. */
  public static Text of(Source source) {
    String characters = new String(source.bytes(), StandardCharsets.UTF_8);
    return new Text(
        source.name(),
        characters.startsWith(BYTE_ORDER_MARK) ? characters.substring(1) : characters);
  }

  /** What messages call its source. */
  public String name() {
    return name;
  }

  /** All of it. */
  public String characters() {
    return characters;
  }

  /**
   * The stretch between two offsets, in UTF-16 code units from its start.
   *
   * @throws IndexOutOfBoundsException if the text holds no such offset
   */
  public Region region(int start, int end) {
    return lines.region(start, end);
  }
}
