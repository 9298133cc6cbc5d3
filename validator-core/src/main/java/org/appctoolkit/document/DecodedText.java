package org.appctoolkit.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Malformation.Kind;

/**
 * What bytes say when they are read as UTF-8.
 *
 * <p>A byte order mark is no part of the text: editors do not count it as a column.
 *
 * @param text the characters; U+FFFD for each stretch of bytes that could not be decoded
 * @param byteOrderMark whether a UTF-8 byte order mark came first
 * @param defect why the text must not be taken for JSON, if so
 */
record DecodedText(String text, boolean byteOrderMark, Optional<Defect> defect) {
  private static final int TAR_MAGIC_OFFSET = 257;

  /**
   * A sequence of bytes that tells a format.
   *
   * @param bytes the bytes, each as the character of that number
   */
  private record Signature(int offset, String bytes, String name) {
    boolean isIn(byte[] content) {
      return content.length >= offset + bytes.length()
          && new String(content, offset, bytes.length(), StandardCharsets.ISO_8859_1).equals(bytes);
    }
  }

  private static final List<Signature> FORMATS =
      List.of(
          new Signature(0, "\u001f\u008b", "a gzip file"),
          new Signature(0, "BZh", "a bzip2 file"),
          new Signature(0, "\u00fd7zXZ\0", "an xz file"),
          new Signature(0, "(\u00b5/\u00fd", "a zstd file"),
          new Signature(0, "PK\u0003\u0004", "a zip file"),
          new Signature(0, "\u007fELF", "an ELF program"),
          new Signature(TAR_MAGIC_OFFSET, "ustar", "a tar archive"));

  /** The order matters: the UTF-32 mark begins with the UTF-16 one. */
  private static final List<Signature> OTHER_MARKS =
      List.of(
          new Signature(0, "\u00ff\u00fe\0\0", "UTF-32LE"),
          new Signature(0, "\0\0\u00fe\u00ff", "UTF-32BE"),
          new Signature(0, "\u00ff\u00fe", "UTF-16LE"),
          new Signature(0, "\u00fe\u00ff", "UTF-16BE"));

  private static final Signature UTF_8_MARK = new Signature(0, "\u00ef\u00bb\u00bf", "UTF-8");

  /** Decodes bytes; never fails. */
  static DecodedText of(byte[] bytes) {
    for (Signature format : FORMATS) {
      if (format.isIn(bytes)) {
        return binary(bytes, format.name());
      }
    }
    for (Signature mark : OTHER_MARKS) {
      if (mark.isIn(bytes)) {
        return otherEncoding(bytes, mark.bytes().length(), mark.name());
      }
    }
    Optional<String> encoding = encodingWithoutMark(bytes);
    if (encoding.isPresent()) {
      return otherEncoding(bytes, 0, encoding.get());
    }
    boolean marked = UTF_8_MARK.isIn(bytes);
    return utf8(bytes, marked ? UTF_8_MARK.bytes().length() : 0, marked);
  }

  private static DecodedText utf8(byte[] bytes, int from, boolean marked) {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (!result.isError()) {
      return new DecodedText(out.flip().toString(), marked, Optional.empty());
    }
    String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    int place = out.position();
    Defect defect =
        new Defect(
            Kind.ENCODING,
            place,
            Math.min(place + 1, text.length()),
            whyNotUtf8(bytes, in.position()),
            helpFor(bytes, in.position()));
    return new DecodedText(text, marked, Optional.of(defect));
  }

  private static String whyNotUtf8(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    boolean continued = (second & 0xc0) == 0x80;
    String reason;
    if (first < 0xc0) {
      reason = "it continues a character that has not begun";
    } else if (first < 0xc2
        || (continued && ((first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90)))) {
      reason = "it begins an overlong form";
    } else if (continued && first == 0xed) {
      reason = "it begins an encoded surrogate";
    } else if (first > 0xf4 || (continued && first == 0xf4 && second >= 0x90)) {
      reason = "it would begin a character beyond U+10FFFF";
    } else {
      reason = "it begins a character that is not complete";
    }
    return String.format("the byte 0x%02x is not UTF-8: %s", first, reason);
  }

  private static String helpFor(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    boolean single = at + 1 == bytes.length || bytes[at + 1] >= 0;
    String latin = Character.toString(first);
    // The soft hyphen would show as nothing.
    boolean visible = first > 0xa0 && Quote.escape(latin).equals(latin);
    return visible && single
        ? String.format("save the text as UTF-8 (in ISO-8859-1 this byte is %s)", latin)
        : "save the text as UTF-8";
  }

  private static DecodedText otherEncoding(byte[] bytes, int from, String name) {
    String text = new String(bytes, from, bytes.length - from, Charset.forName(name));
    Defect defect =
        new Defect(Kind.ENCODING, 0, 0, "the text is encoded as " + name, "save the text as UTF-8");
    return new DecodedText(text, false, Optional.of(defect));
  }

  /** Two ASCII characters, with which JSON begins, show where the zeros stand. */
  private static Optional<String> encodingWithoutMark(byte[] bytes) {
    if (bytes.length < 4) {
      return Optional.empty();
    }
    StringBuilder zeros = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      zeros.append(bytes[i] == 0 ? '0' : 'x');
    }
    return switch (zeros.toString()) {
      case "x000" -> Optional.of("UTF-32LE");
      case "000x" -> Optional.of("UTF-32BE");
      case "x0x0" -> Optional.of("UTF-16LE");
      case "0x0x" -> Optional.of("UTF-16BE");
      default -> Optional.empty();
    };
  }

  private static DecodedText binary(byte[] bytes, String name) {
    DecodedText decoded = utf8(bytes, 0, false);
    Defect defect =
        new Defect(
            decoded.defect().map(Defect::kind).orElse(Kind.SYNTAX),
            0,
            0,
            "the content looks like " + name + ", not like JSON",
            "the JSON text may be a file inside: unpack it first");
    return new DecodedText(decoded.text(), false, Optional.of(defect));
  }
}
