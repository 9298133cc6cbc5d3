package org.appctoolkit.discovery;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.appctoolkit.document.Quote;

/**
 * What is looked for: the name of an image and the labels it has to have.
 *
 * <p>On a command line it is {@code NAME[:VERSION][,LABEL=VALUE…]}, such as {@code
 * example.com/worker:1.0.0,os=linux,arch=amd64}. The part behind the colon is the label {@code
 * version}. Values are taken as they are: nothing is quoted or escaped in them, so that a value
 * with a comma cannot be written.
 *
 * @param name the name, in the form of an AC Identifier
 * @param labels the labels by name, in the form of AC Identifiers; none is {@code name}
 */
public record ImageReference(String name, SortedMap<String, String> labels) {
  /** The longest reference that is read, in UTF-16 code units. */
  public static final int MOST = 4096;

  // Possessive, as a backtracking loop over a group exhausts the stack on long texts.
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z0-9]++(?:[-._~/][a-z0-9]++)*+");

  /**
   * Copies the labels and refuses what is no reference.
   *
   * @throws IllegalArgumentException if the name or that of a label is no AC Identifier, a label is
   *     called {@code name}, or all of it is longer than {@link #MOST}
   */
  public ImageReference {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    fault(name, labels)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
  }

  /**
   * Makes a reference of parts that may be wrong, such as those of a manifest.
   *
   * @throws MalformedReferenceException if they are no reference
   */
  public static ImageReference of(String name, Map<String, String> labels)
      throws MalformedReferenceException {
    SortedMap<String, String> sorted = new TreeMap<>(labels);
    Optional<String> fault = fault(name, sorted);
    if (fault.isPresent()) {
      throw new MalformedReferenceException(fault.get());
    }
    return new ImageReference(name, sorted);
  }

  /**
   * Reads the form of the command line.
   *
   * @throws MalformedReferenceException if the text has another form
   */
  public static ImageReference parse(String text) throws MalformedReferenceException {
    if (text.length() > MOST) {
      throw new MalformedReferenceException("the name is longer than " + MOST + " characters");
    }
    String[] parts = text.split(",", -1);
    int colon = parts[0].indexOf(':');
    String name = colon < 0 ? parts[0] : parts[0].substring(0, colon);
    SortedMap<String, String> labels = new TreeMap<>();
    if (colon >= 0) {
      labels.put("version", version(parts[0].substring(colon + 1), parts[0]));
    }
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        throw new MalformedReferenceException(
            parts[i].isEmpty()
                ? "there is nothing behind a comma; write LABEL=VALUE"
                : Quote.of(parts[i]) + " is no label; write LABEL=VALUE");
      }
      String label = parts[i].substring(0, equals);
      String value = parts[i].substring(equals + 1);
      if (value.isEmpty()) {
        throw new MalformedReferenceException("the label " + Quote.of(label) + " has no value");
      }
      if (labels.putIfAbsent(label, value) != null) {
        throw new MalformedReferenceException("the label " + Quote.of(label) + " is given twice");
      }
    }
    return of(name, labels);
  }

  /** The same with one more label, or another value of it. */
  public ImageReference with(String label, String value) throws MalformedReferenceException {
    SortedMap<String, String> more = new TreeMap<>(labels);
    more.put(label, value);
    return of(name, more);
  }

  /** The part of the name before its first slash: the host that is asked first. */
  public String host() {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  /** Whether a prefix of names is one of this name, on whole segments of the path. */
  public boolean isBelow(String prefix) {
    String folder = prefix.endsWith("/") ? prefix : prefix + "/";
    return !prefix.isEmpty() && (name.equals(prefix) || name.startsWith(folder));
  }

  /** Whether a text has the form of an AC Identifier, as names of images and labels have. */
  public static boolean isIdentifier(String text) {
    return IDENTIFIER.matcher(text).matches();
  }

  /** The form of the command line, the version behind a colon where that can be read again. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name);
    labels.forEach(
        (label, value) -> {
          if (label.equals("version") && value.indexOf(':') < 0) {
            text.insert(name.length(), ":" + value);
          } else {
            text.append(',').append(label).append('=').append(value);
          }
        });
    return text.toString();
  }

  private static String version(String version, String nameAndVersion)
      throws MalformedReferenceException {
    if (version.isEmpty()) {
      throw new MalformedReferenceException("there is no version behind the colon");
    }
    if (version.indexOf(':') >= 0 || version.indexOf('/') >= 0) {
      throw new MalformedReferenceException(
          Quote.of(nameAndVersion)
              + " has a colon that is not before a version; a name has no scheme and no port");
    }
    return version;
  }

  private static Optional<String> fault(String name, SortedMap<String, String> labels) {
    if (name.isEmpty()) {
      return Optional.of("the name is empty");
    }
    int length = name.length();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      length += label.getKey().length() + label.getValue().length() + 2;
    }
    if (length > MOST) {
      return Optional.of("name and labels are longer than " + MOST + " characters");
    }
    if (!isIdentifier(name)) {
      return Optional.of(
          Quote.of(name)
              + " is no name of an image: it is made of lower case letters and digits, with single"
              + " - . _ ~ / between them");
    }
    for (String label : labels.keySet()) {
      if (label.equals("name")) {
        return Optional.of("a label cannot be called name");
      }
      if (!isIdentifier(label)) {
        return Optional.of(
            Quote.of(label)
                + " is no name of a label: it is made of lower case letters and digits, with"
                + " single - . _ ~ / between them");
      }
    }
    return Optional.empty();
  }
}
