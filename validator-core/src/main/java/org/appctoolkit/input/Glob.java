package org.appctoolkit.input;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for paths below a directory, as in {@code .gitignore}.
 *
 * <p>{@code *} and {@code ?} stand for characters other than {@code /}, {@code **} for any, and
 * {@code **}{@code /} also for no directory at all. A pattern without {@code /} is about the last
 * name of a path, wherever it stands.
 */
public final class Glob {
  private final PathMatcher matcher;
  private final boolean namesOnly;

  private Glob(PathMatcher matcher, boolean namesOnly) {
    this.matcher = matcher;
    this.namesOnly = namesOnly;
  }

  /**
   * Reads a pattern.
   *
   * @throws PatternSyntaxException if it is none
   */
  public static Glob parse(String pattern) {
    String plain = pattern.startsWith("./") ? pattern.substring(2) : pattern;
    while (plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    if (plain.isEmpty()) {
      throw new PatternSyntaxException("the pattern is empty", pattern, 0);
    }
    // Java's ** followed by / wants a directory; its groups do not nest, so leave those alone.
    String java = plain.indexOf('{') < 0 ? plain.replace("**/", "{**/,}") : plain;
    return new Glob(
        FileSystems.getDefault().getPathMatcher("glob:" + java), plain.indexOf('/') < 0);
  }

  /** Whether a path relative to the directory is meant. */
  public boolean matches(Path relative) {
    Path name = relative.getFileName();
    return matcher.matches(namesOnly && name != null ? name : relative);
  }
}
