package org.appctoolkit.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Malformation.Kind;

/**
 * A source read as JSON: the tree, or why there is none.
 *
 * <p>A document may be malformed and have a tree all the same: after a byte order mark, a key that
 * occurs twice (the first one counts) or half of a surrogate pair (U+FFFD stands for it) the text
 * can still be read to its end. Whether it is acceptable is therefore a question to {@link
 * #malformations()}, not to {@link #root()}. Documents are immutable.
 */
public final class Document {
  private final Source source;
  private final String text;
  private final Lines lines;
  private final Optional<Json> root;
  private final List<Malformation> malformations;

  /**
   * Members by key, for the objects that were asked for one: a caller may look up every member of a
   * large object. By identity, as comparing trees takes long.
   */
  private final Map<Json.Obj, Map<String, Json.Member>> membersByKey =
      Collections.synchronizedMap(new IdentityHashMap<>());

  private Document(
      Source source,
      String text,
      Lines lines,
      Optional<Json> root,
      List<Malformation> malformations) {
    this.source = source;
    this.text = text;
    this.lines = lines;
    this.root = root;
    this.malformations = malformations;
  }

  /**
   * Reads a source strictly as RFC 8259 has it.
   *
   * <p>Whatever the bytes are, this returns: it throws nothing, needs no stack for nested values
   * and takes time in proportion to their number. A source longer than {@link
   * Limits#documentBytes()} is not looked at.
   */
  public static Document read(Source source, Limits limits) {
    if (source.size() > limits.documentBytes()) {
      Defect defect =
          new Defect(
              Kind.DOCUMENT_TOO_LONG,
              0,
              0,
              "the document is longer than " + limits.documentBytes() + " bytes",
              "that is all that is read of a document");
      return of(source, "", Lines.of(""), Optional.empty(), List.of(defect));
    }
    DecodedText decoded = DecodedText.of(source.bytes());
    Lines lines = Lines.of(decoded.text());
    List<Defect> defects = new ArrayList<>();
    if (decoded.byteOrderMark()) {
      defects.add(
          new Defect(
              Kind.BYTE_ORDER_MARK,
              0,
              0,
              "a byte order mark stands before the text",
              "save the text as UTF-8 without byte order mark"));
    }
    if (decoded.defect().isPresent()) {
      defects.add(decoded.defect().get());
      return of(source, decoded.text(), lines, Optional.empty(), defects);
    }
    JsonReader reader = new JsonReader(decoded.text(), lines, limits);
    Optional<Json> root = reader.read();
    defects.addAll(reader.defects());
    return of(source, decoded.text(), lines, root, defects);
  }

  private static Document of(
      Source source, String text, Lines lines, Optional<Json> root, List<Defect> defects) {
    List<Malformation> malformations =
        defects.stream()
            .sorted(Comparator.comparingInt(Defect::start))
            .map(defect -> defect.in(lines))
            .toList();
    return new Document(source, text, lines, root, malformations);
  }

  /** The source that was read. */
  public Source source() {
    return source;
  }

  /** The outermost value; empty when the text could not be read to its end. */
  public Optional<Json> root() {
    return root;
  }

  /**
   * What is wrong, in the order of place; empty for an acceptable document.
   *
   * <p>At most 100 malformations that leave a tree, and at most one that leaves none.
   */
  public List<Malformation> malformations() {
    return malformations;
  }

  /**
   * The decoded text without byte order mark, for showing it.
   *
   * <p>U+FFFD stands where bytes could not be decoded; nothing at all for a source that is too
   * long.
   */
  public String text() {
    return text;
  }

  /** The value at a place of the tree. */
  public Optional<Json> at(Pointer pointer) {
    Optional<Json> value = root;
    for (String token : pointer.tokens()) {
      value = value.flatMap(around -> child(around, token));
    }
    return value;
  }

  /** The text of the key that leads to a value; empty for an element, the root or no value. */
  public Optional<Region> keyRegion(Pointer pointer) {
    if (!pointer.tokens().isEmpty() && at(pointer.parent()).orElse(null) instanceof Json.Obj obj) {
      String key = pointer.tokens().get(pointer.tokens().size() - 1);
      return member(obj, key).map(Json.Member::keyRegion);
    }
    return Optional.empty();
  }

  /**
   * The place of an offset in {@link #text()}.
   *
   * @param offset UTF-16 code units from the start of the text, its length at the most
   * @throws IndexOutOfBoundsException if the text holds no such offset
   */
  public Position position(int offset) {
    return lines.position(offset);
  }

  /**
   * The text of a line without its line end.
   *
   * @param line from 1
   * @throws IndexOutOfBoundsException if there is no such line
   */
  public String line(int line) {
    return lines.line(line);
  }

  private Optional<Json> child(Json around, String token) {
    if (around instanceof Json.Obj obj) {
      return member(obj, token).map(Json.Member::value);
    }
    if (around instanceof Json.Arr arr && isIndex(token)) {
      int index = Integer.parseInt(token);
      return index < arr.elements().size()
          ? Optional.of(arr.elements().get(index))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private Optional<Json.Member> member(Json.Obj obj, String key) {
    return Optional.ofNullable(membersByKey.computeIfAbsent(obj, Document::byKey).get(key));
  }

  private static Map<String, Json.Member> byKey(Json.Obj obj) {
    Map<String, Json.Member> byKey = new HashMap<>();
    obj.members().forEach(member -> byKey.put(member.key(), member));
    return byKey;
  }

  /** RFC 6901 knows no leading zeros; more than nine digits are no index of ours. */
  private static boolean isIndex(String token) {
    return token.matches("0|[1-9][0-9]{0,8}");
  }
}
