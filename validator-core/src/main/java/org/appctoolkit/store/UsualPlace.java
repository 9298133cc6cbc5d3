package org.appctoolkit.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the toolkit keeps something unless it is told otherwise: what the variable names; without
 * that {@code /var/lib/appc} for root, and for everybody else the directory for data of the XDG
 * base directory specification.
 *
 * @param what the thing in messages, such as {@code the store}
 * @param option the option that names it, such as {@code --store}
 * @param variable the environment variable that names it
 * @param directory the name of its directory below {@code appc}
 */
public record UsualPlace(String what, String option, String variable, String directory) {
  /** That of the store. */
  public static final UsualPlace STORE =
      new UsualPlace("the store", "--store", "APPC_STORE", "store");

  private static final Path OF_ROOT = Path.of("/var/lib");

  /** That nothing tells where it is. */
  public static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    private UnknownException(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** What is missing: lower case, no full stop. */
    public String reason() {
      return reason;
    }
  }

  /**
   * The place for a user.
   *
   * @param environment the environment variables
   * @param root whether the user may do what only root may
   * @throws UnknownException if nothing tells where it is
   */
  public Path in(Map<String, String> environment, boolean root) throws UnknownException {
    Path own = Path.of("appc", directory);
    try {
      String named = environment.getOrDefault(variable, "");
      if (!named.isEmpty()) {
        return Path.of(named);
      }
      if (root) {
        return OF_ROOT.resolve(own);
      }
      // The XDG base directory specification wants a relative one to be ignored.
      Path data = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
      if (data.isAbsolute()) {
        return data.resolve(own);
      }
      Path home = Path.of(environment.getOrDefault("HOME", ""));
      if (home.isAbsolute()) {
        return home.resolve(".local/share").resolve(own);
      }
    } catch (InvalidPathException e) {
      throw new UnknownException(
          "the locale of the environment cannot express the name of " + what);
    }
    throw new UnknownException(
        "nothing tells where %s is: name it by %s or %s".formatted(what, option, variable));
  }
}
