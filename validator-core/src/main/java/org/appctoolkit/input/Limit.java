package org.appctoolkit.input;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.DependencyLimits;
import org.appctoolkit.document.Limits;

/** A limit that users can set, and how far: up to what a machine of today judges in seconds. */
public enum Limit {
  /** The longest manifest, in bytes. */
  DOCUMENT_BYTES(Limits.DEFAULT.documentBytes(), 1, 1 << 26, false),
  /** The deepest nesting of a manifest. */
  DEPTH(Limits.DEFAULT.depth(), 1, 500, false),
  /** The longest number in a manifest, in characters. */
  NUMBER_CHARACTERS(Limits.DEFAULT.numberCharacters(), 1, 1000, false),
  /** The most findings in one file. */
  FINDINGS(Limits.DEFAULT.findings(), 1, 100_000, false),
  /** The longest uncompressed tar, in bytes. */
  UNCOMPRESSED_BYTES(ArchiveLimits.DEFAULT.uncompressedBytes(), 1, Long.MAX_VALUE >> 1, true),
  /** The most entries of an archive. */
  ENTRIES(ArchiveLimits.DEFAULT.entries(), 1, Long.MAX_VALUE >> 1, true),
  /** How many times longer than what is compressed the tar may be. */
  RATIO(ArchiveLimits.DEFAULT.ratio(), 1, 1_000_000, true),
  /** The longest name of an entry, in bytes. */
  NAME_BYTES(ArchiveLimits.DEFAULT.nameBytes(), 1, 1 << 30, true),
  /** The longest headers of an entry, in bytes. */
  HEADER_BYTES(ArchiveLimits.DEFAULT.headerBytes(), 1, 1 << 30, true),
  /** The most memory for the names of all entries, in bytes. */
  TREE_BYTES(ArchiveLimits.DEFAULT.treeBytes(), 1 << 16, 1 << 30, true),
  /** The most memory for decoding xz, in bytes. */
  XZ_BYTES(ArchiveLimits.DEFAULT.xzBytes(), 1, 1 << 30, true),
  /** The longest chain of dependencies. */
  DEPENDENCY_DEPTH(DependencyLimits.DEFAULT.depth(), 1, 500, false),
  /** The most images that an image depends on. */
  DEPENDENCIES(DependencyLimits.DEFAULT.images(), 1, 10_000, false),
  /** The most passes that rendering takes. */
  PASSES(DependencyLimits.DEFAULT.passes(), 1, DependencyLimits.MOST_PASSES, false),
  /** The longest time for one image. */
  SECONDS(Judging.SECONDS, 1, 86_400, false);

  private static final Pattern NUMBER =
      Pattern.compile("([0-9]{1,18})((?:[KMGT](?:iB)?)?)", Pattern.CASE_INSENSITIVE);

  private final long usual;
  private final long least;
  private final long most;
  private final boolean units;

  Limit(long usual, long least, long most, boolean units) {
    this.usual = usual;
    this.least = least;
    this.most = most;
    this.units = units;
  }

  /** The limit of a name: {@code max-depth}. */
  public static Optional<Limit> ofId(String id) {
    return Arrays.stream(values()).filter(it -> it.id().equals(id)).findFirst();
  }

  /** The names of all. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Limit::id).toList();
  }

  /** Its name: {@code max-depth}. */
  public String id() {
    return "max-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is unless something else is asked for. */
  public long usual() {
    return usual;
  }

  /**
   * Reads a value. K, M, G and T, or KiB and so on, count in powers of 1024 where that makes sense.
   *
   * @param misuse makes what to throw for a text that is no value of this limit, of a message
   * @throws X that
   */
  public <X extends Exception> long parse(String text, Function<String, X> misuse) throws X {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches() || (!units && !matcher.group(2).isEmpty())) {
      throw misuse.apply(text + isNot());
    }
    String unit = matcher.group(2).toUpperCase(Locale.ROOT);
    int shift = unit.isEmpty() ? 0 : 10 * ("KMGT".indexOf(unit.charAt(0)) + 1);
    long number = Long.parseLong(matcher.group(1));
    if (number < 1 || number > most >> shift) {
      throw misuse.apply(text + isNot());
    }
    if (number << shift < least) {
      throw misuse.apply("%s is less than %dK".formatted(text, least >> 10));
    }
    return number << shift;
  }

  private String isNot() {
    return " is not a whole number from 1 to "
        + most
        + (units ? ", with K, M, G or T behind it or not" : "");
  }

  /** Those for documents, the usual ones where none was set. */
  public static Limits documents(Map<Limit, Long> set) {
    return new Limits(
        DOCUMENT_BYTES.whole(set),
        DEPTH.whole(set),
        NUMBER_CHARACTERS.whole(set),
        FINDINGS.whole(set));
  }

  /** Those for images, the usual ones where none was set. */
  public static ArchiveLimits archives(Map<Limit, Long> set) {
    return new ArchiveLimits(
        UNCOMPRESSED_BYTES.of(set),
        ENTRIES.of(set),
        RATIO.whole(set),
        NAME_BYTES.whole(set),
        HEADER_BYTES.whole(set),
        TREE_BYTES.whole(set),
        XZ_BYTES.whole(set));
  }

  /** Those for dependencies, the usual ones where none was set. */
  public static DependencyLimits dependencies(Map<Limit, Long> set) {
    return new DependencyLimits(
        DEPENDENCY_DEPTH.whole(set), DEPENDENCIES.whole(set), PASSES.whole(set));
  }

  /** This one, or the usual one. */
  public int whole(Map<Limit, Long> set) {
    return Math.toIntExact(of(set));
  }

  private long of(Map<Limit, Long> set) {
    return set.getOrDefault(this, usual);
  }
}
