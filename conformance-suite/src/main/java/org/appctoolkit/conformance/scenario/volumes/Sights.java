package org.appctoolkit.conformance.scenario.volumes;

import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;

/** Judges what scenarios often ask the probe for. */
final class Sights {
  private Sights() {}

  /** Whether a file could be read and has this content. */
  static Outcome content(Observations seen, String path, String expected) throws UnseenException {
    Observation read = seen.one("read", "path", path);
    return Judgement.when(
        read.is("ok") && read.has("content", expected),
        "%s has the content %s".formatted(path, expected),
        read.is("ok")
            ? "%s has the content %s".formatted(path, read.text("content"))
            : "%s cannot be read: %s".formatted(path, read.text("error")),
        read);
  }

  /** Whether something done to a file has succeeded. */
  static Outcome done(Observations seen, String see, String path) throws UnseenException {
    Observation act = seen.one(see, "path", path);
    return Judgement.when(
        act.is("ok"), "%s %s succeeds".formatted(see, path), result(act, see, path), act);
  }

  /** Whether something done to a file has failed. */
  static Outcome failed(Observations seen, String see, String path) throws UnseenException {
    Observation act = seen.one(see, "path", path);
    return Judgement.when(
        !act.is("ok"), "%s %s fails".formatted(see, path), result(act, see, path), act);
  }

  private static String result(Observation act, String see, String path) throws UnseenException {
    return act.is("ok")
        ? "%s %s has succeeded".formatted(see, path)
        : "%s %s has failed: %s".formatted(see, path, act.text("error"));
  }

  /** Whether what is at a path is a directory with this mode, of this user and group. */
  static Outcome directory(Observations seen, String path, String mode, long user, long group)
      throws UnseenException {
    return Judgement.all(mode(seen, path, mode), owner(seen, path, user, group));
  }

  /** Whether what is at a path is a directory with this mode. */
  static Outcome mode(Observations seen, String path, String mode) throws UnseenException {
    Observation file = seen.one("file", "path", path);
    return Judgement.when(
        file.has("type", "directory") && file.has("mode", mode),
        "%s is a directory of mode %s".formatted(path, mode),
        what(file, path),
        file);
  }

  /** Whether what is at a path belongs to this user and group. */
  static Outcome owner(Observations seen, String path, long user, long group)
      throws UnseenException {
    return Judgement.all(field(seen, path, "uid", user), field(seen, path, "gid", group));
  }

  /** Whether what is at a path has such a user ({@code uid}) or group ({@code gid}). */
  static Outcome field(Observations seen, String path, String key, long value)
      throws UnseenException {
    Observation file = seen.one("file", "path", path);
    return Judgement.when(
        file.is("ok") && file.number(key) == value,
        "%s has the %s %d".formatted(path, key, value),
        what(file, path),
        file);
  }

  private static String what(Observation file, String path) throws UnseenException {
    return file.is("ok")
        ? "%s is a %s of mode %s, uid %d, gid %d"
            .formatted(
                path, file.text("type"), file.text("mode"), file.number("uid"), file.number("gid"))
        : "%s: %s".formatted(path, file.text("error"));
  }
}
