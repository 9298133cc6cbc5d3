package org.appctoolkit.archive;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.TarHeader.NumberField;

/**
 * The headers of an entry: one of ustar, and before it pax records of what that has no room for.
 *
 * <p>The same entry always has the same headers.
 */
final class EntryForm {
  private static final String PAX_FOLDER = "PaxHeaders/";
  private static final int PAX_MODE = 0644;

  private final Entry entry;
  private final TarHeader header = new TarHeader();
  private final Map<String, Octets> records = new LinkedHashMap<>();

  private EntryForm(Entry entry) {
    this.entry = entry;
  }

  /** Why an entry has no form that every reader understands in one way; empty if it has one. */
  static Optional<String> obstacle(Entry entry) {
    Octets name = entry.name();
    boolean link = isLink(entry);
    if (typeFlag(entry.type()) == 0) {
      return Optional.of("its type cannot be told in a tar that everybody can read");
    }
    if (name.isEmpty() || name.contains(0)) {
      return Optional.of("its name is empty or has a NUL in it");
    }
    if (link && (entry.linkName().isEmpty() || entry.linkName().contains(0))) {
      return Optional.of("the name it links to is empty or has a NUL in it");
    }
    if (entry.type() == EntryType.FILE && name.byteAt(name.length() - 1) == '/') {
      return Optional.of("the name of a file ends with a slash");
    }
    if (entry.user().name().contains(0) || entry.group().name().contains(0)) {
      return Optional.of("the name of its user or group has a NUL in it");
    }
    if (entry.size() < 0
        || entry.user().id() < 0
        || entry.group().id() < 0
        || entry.device().major() < 0
        || entry.device().minor() < 0) {
      return Optional.of("its size, the ID of its owner or the number of its device is negative");
    }
    if (entry.size() > 0 && entry.type() != EntryType.FILE) {
      return Optional.of("it declares content, but only files have any");
    }
    for (ExtendedAttribute attribute : entry.attributes()) {
      if (!isPlain(attribute.name())) {
        return Optional.of(
            "the name of the extended attribute %s has characters that readers take differently"
                .formatted(attribute.name()));
      }
    }
    for (String key : entry.records().keySet()) {
      if (!isPlain(Octets.of(key)) || PaxRecords.isKnown(key) || PaxRecords.isHazardForAll(key)) {
        return Optional.of("it has a pax record %s of its own".formatted(Octets.of(key)));
      }
    }
    return Optional.empty();
  }

  /** GNU tar encodes = and % in the names of attributes, others do not. */
  private static boolean isPlain(Octets key) {
    return !key.isEmpty()
        && !key.contains(0)
        && !key.contains('=')
        && !key.contains('%')
        && key.isUtf8();
  }

  private static boolean isLink(Entry entry) {
    return entry.type() == EntryType.HARD_LINK || entry.type() == EntryType.SYMBOLIC_LINK;
  }

  /** The byte for a type; 0 if there is none. */
  private static char typeFlag(EntryType type) {
    return switch (type) {
      case FILE -> '0';
      case HARD_LINK -> '1';
      case SYMBOLIC_LINK -> '2';
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case DIRECTORY -> '5';
      case FIFO -> '6';
      case SPARSE_FILE, OTHER -> 0;
    };
  }

  /** The headers of an entry in which {@link #obstacle} finds nothing: whole blocks. */
  static byte[] of(Entry entry) {
    EntryForm form = new EntryForm(entry);
    form.fill();
    return form.bytes();
  }

  private void fill() {
    header.begin(typeFlag(entry.type()));
    name();
    if (isLink(entry)) {
      linkName();
    }
    header.setNumber(NumberField.MODE, entry.permissions());
    number(NumberField.SIZE, "size", entry.size());
    number(NumberField.UID, "uid", entry.user().id());
    number(NumberField.GID, "gid", entry.group().id());
    ownerName("uname", entry.user().name());
    ownerName("gname", entry.group().name());
    header.setOwnerNames(entry.user().name(), entry.group().name());
    modified();
    number(NumberField.MAJOR, "SCHILY.devmajor", entry.device().major());
    number(NumberField.MINOR, "SCHILY.devminor", entry.device().minor());
    for (ExtendedAttribute attribute : entry.attributes()) {
      records.put(ExtendedAttributes.SCHILY + attribute.name().text(), attribute.value());
    }
    records.putAll(entry.records());
    header.seal();
  }

  private void name() {
    Octets name = entry.name();
    boolean fits = name.length() <= TarHeader.NAME_LENGTH;
    int slash = fits || !name.isAscii() ? 0 : split(name);
    if (slash > 0) {
      header.setName(name.slice(0, slash), name.slice(slash + 1, name.length()));
      return;
    }
    header.setName(Octets.EMPTY, name);
    if (!fits || isUnicode(name)) {
      records.put("path", name);
    }
  }

  /** The last slash that what stands before it and what follows it have room with; 0 if none. */
  private static int split(Octets name) {
    for (int i = Math.min(TarHeader.PREFIX_LENGTH, name.length() - 2); i > 0; i--) {
      if (name.byteAt(i) == '/') {
        return name.length() - i - 1 <= TarHeader.NAME_LENGTH ? i : 0;
      }
    }
    return 0;
  }

  /** Whether these have to be marked as Unicode: other bytes are best left to the header. */
  private static boolean isUnicode(Octets name) {
    return !name.isAscii() && name.isUtf8();
  }

  private void linkName() {
    Octets name = entry.linkName();
    header.setLinkName(name);
    if (name.length() > TarHeader.NAME_LENGTH || isUnicode(name)) {
      records.put("linkpath", name);
    }
  }

  private void ownerName(String key, Octets name) {
    if (name.length() >= TarHeader.OWNER_LENGTH || isUnicode(name)) {
      records.put(key, name);
    }
  }

  private void number(NumberField field, String key, long number) {
    boolean fits = number <= field.mostOctal();
    header.setNumber(field, fits ? number : 0);
    if (!fits) {
      records.put(key, Octets.of(Long.toString(number)));
    }
  }

  private void modified() {
    Instant modified = entry.modified();
    long seconds = modified.getEpochSecond();
    boolean whole = modified.getNano() == 0;
    boolean fits = seconds >= 0 && seconds <= NumberField.MTIME.mostOctal();
    header.setNumber(NumberField.MTIME, fits ? seconds : 0);
    if (!fits || !whole) {
      records.put("mtime", Decimals.of(modified));
    }
  }

  // --- bytes

  private byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (!records.isEmpty()) {
      byte[] content = content();
      TarHeader before = new TarHeader();
      before.begin('x');
      before.setName(Octets.EMPTY, Octets.of(PAX_FOLDER + lastName()));
      before.setNumber(NumberField.MODE, PAX_MODE);
      before.setNumber(NumberField.UID, 0);
      before.setNumber(NumberField.GID, 0);
      before.setNumber(NumberField.SIZE, content.length);
      before.setNumber(NumberField.MTIME, 0);
      before.setNumber(NumberField.MAJOR, 0);
      before.setNumber(NumberField.MINOR, 0);
      before.seal();
      all.writeBytes(before.block());
      all.writeBytes(content);
      all.writeBytes(new byte[-content.length & (TarHeader.BLOCK - 1)]);
    }
    all.writeBytes(header.block());
    return all.toByteArray();
  }

  private byte[] content() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    boolean binary =
        records.entrySet().stream()
            .anyMatch(it -> PaxRecords.isName(it.getKey()) && !it.getValue().isUtf8());
    if (binary) {
      record(PaxRecords.CHARSET, Octets.of("BINARY"), content);
    }
    records.forEach((key, value) -> record(key, value, content));
    return content.toByteArray();
  }

  /** The length counts its own digits, too. */
  private static void record(String key, Octets value, ByteArrayOutputStream content) {
    byte[] keyBytes = Octets.of(key).bytes();
    int rest = keyBytes.length + value.length() + 3;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    content.writeBytes(Octets.of(length + " ").bytes());
    content.writeBytes(keyBytes);
    content.write('=');
    content.writeBytes(value.bytes());
    content.write('\n');
  }

  /** What a tool that does not know pax records calls the file it takes them for. */
  private String lastName() {
    StringBuilder last = new StringBuilder();
    Octets name = entry.name();
    int end = name.length();
    while (end > 1 && name.byteAt(end - 1) == '/') {
      end--;
    }
    int room = TarHeader.NAME_LENGTH - PAX_FOLDER.length();
    for (int i = end - 1; i >= 0 && name.byteAt(i) != '/' && last.length() < room; i--) {
      byte octet = name.byteAt(i);
      last.append(octet > ' ' && octet < 0x7F ? (char) octet : '_');
    }
    return last.reverse().toString();
  }
}
