package org.appctoolkit.archive;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ArchiveFault.Kind;

/**
 * The extended attributes among pax records.
 *
 * <p>There are three ways to write one: as star does and GNU tar after it, as libarchive does (the
 * name percent-encoded, the value in Base64), and Red Hat's for the label of SELinux. An archive
 * may use several for the same attribute.
 */
final class ExtendedAttributes {
  static final String SCHILY = "SCHILY.xattr.";
  static final String LIBARCHIVE = "LIBARCHIVE.xattr.";
  static final String RED_HAT = "RHT.security.selinux";

  private static final String SELINUX = "security.selinux";

  private final FaultLog faults;

  /** Most entries have none, and there may be a million of them. */
  private Map<Octets, Octets> values = Map.of();

  ExtendedAttributes(FaultLog faults) {
    this.faults = faults;
  }

  /** Whether a record of this key tells of one. */
  static boolean has(String key) {
    return key.startsWith(SCHILY) || key.startsWith(LIBARCHIVE) || key.equals(RED_HAT);
  }

  /** Takes the record. */
  void add(String key, Octets value) {
    if (key.startsWith(SCHILY)) {
      put(Octets.of(key.substring(SCHILY.length())), value);
    } else if (key.startsWith(LIBARCHIVE)) {
      Optional<Octets> name = percentDecoded(key.substring(LIBARCHIVE.length()));
      Optional<Octets> decoded = base64Decoded(value);
      if (name.isPresent() && decoded.isPresent()) {
        put(name.get(), decoded.get());
      } else {
        faults.report(
            Kind.MALFORMED_EXTENSION,
            "the pax record %s is not percent-encoded with a value in Base64"
                .formatted(Octets.of(key)));
      }
    } else {
      put(Octets.of(SELINUX), withoutNul(value));
    }
  }

  private void put(Octets name, Octets value) {
    if (name.isEmpty()) {
      faults.report(Kind.MALFORMED_EXTENSION, "an extended attribute has no name");
      return;
    }
    if (values.isEmpty()) {
      values = new LinkedHashMap<>();
    }
    Octets other = values.putIfAbsent(name, value);
    if (other != null && !withoutNul(other).equals(withoutNul(value))) {
      faults.report(
          Kind.DISAGREEMENT,
          "two pax records give the extended attribute %s different values".formatted(name));
    }
  }

  List<ExtendedAttribute> all() {
    if (values.isEmpty()) {
      return List.of();
    }
    List<ExtendedAttribute> all = new ArrayList<>(values.size());
    values.forEach((name, value) -> all.add(new ExtendedAttribute(name, value)));
    return all;
  }

  /** Labels are written with the NUL at their end or without. */
  private static Octets withoutNul(Octets value) {
    int length = value.length();
    return length > 0 && value.byteAt(length - 1) == 0
        ? Octets.wrap(Arrays.copyOf(value.bytes(), length - 1))
        : value;
  }

  private static Optional<Octets> percentDecoded(String text) {
    byte[] encoded = Octets.of(text).bytes();
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        decoded.write(encoded[i]);
        continue;
      }
      int high = i + 1 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      decoded.write((high << 4) | low);
      i += 2;
    }
    return Optional.of(Octets.wrap(decoded.toByteArray()));
  }

  private static Optional<Octets> base64Decoded(Octets value) {
    try {
      return Optional.of(Octets.wrap(Base64.getDecoder().decode(value.bytes())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
