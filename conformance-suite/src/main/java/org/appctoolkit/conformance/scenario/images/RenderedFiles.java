package org.appctoolkit.conformance.scenario.images;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeImage.Item;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;

/**
 * Files of an image with all that an archive can say of them, and what becomes of it in a rootfs.
 */
final class RenderedFiles {
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);
  private static final String LARGE = "0123456789abcde\n".repeat(20_000);
  private static final String LONG_NAME =
      "/kept/%s/%s/%s".formatted("d".repeat(120), "e".repeat(120), "f".repeat(120));
  private static final String ODD_NAME = "/kept/an odd näme";

  /** Paths whose modes are told, with these modes. */
  private static final Map<String, String> MODES =
      new TreeMap<>(
          Map.of(
              "/kept/plain", "0640",
              "/kept/secret", "0400",
              "/kept/as-its-owner", "4755",
              "/kept/as-its-group", "2755",
              "/kept/sticky", "1777",
              "/kept/private", "0700",
              "/kept/inherited", "2775"));

  /** Paths that do not belong to root, with their user and group. */
  private static final Map<String, String> OWNERS =
      new TreeMap<>(
          Map.of(
              "/kept/plain", "1001:1002",
              "/kept/secret", "0:1002",
              "/kept/as-its-owner", "1001:1002",
              "/kept/private", "1001:1002",
              "/kept/relative", "1003:1004"));

  private static final Map<String, String> TARGETS =
      new TreeMap<>(
          Map.of(
              "/kept/relative", "plain",
              "/kept/absolute", "/kept/plain",
              "/kept/dangling", "../no/such/place"));

  private RenderedFiles() {}

  /** An image with these files as well. */
  static ProbeImage in(ProbeImage image) {
    return image
        .having("/kept/plain", Item.file("plain\n", 0640).owned(1001, 1002).modifiedAt(LONG_AGO))
        .having("/kept/secret", Item.file("secret\n", 0400).owned(0, 1002))
        .having("/kept/as-its-owner", Item.file("user\n", 04755).owned(1001, 1002))
        .having("/kept/as-its-group", Item.file("group\n", 02755).owned(0, 1002))
        .having("/kept/sticky", Item.directory(01777))
        .having("/kept/private", Item.directory(0700).owned(1001, 1002))
        .having("/kept/inherited", Item.directory(02775).owned(0, 1002))
        .having("/kept/empty", Item.file("", 0644))
        .having("/kept/large", Item.file(LARGE, 0644))
        .having(ODD_NAME, Item.file("odd\n", 0644))
        .having(LONG_NAME, Item.file("long\n", 0644))
        .having("/kept/attributed", Item.file("attributed\n", 0644).attributed("user.appc", "kept"))
        .having("/kept/relative", Item.symlink("plain").owned(1003, 1004))
        .having("/kept/absolute", Item.symlink("/kept/plain"))
        .having("/kept/dangling", Item.symlink("../no/such/place"))
        .having("/kept/original", Item.file("one file\n", 0644))
        .having("/kept/twin", Item.hardLink("/kept/original"));
  }

  /** What looks at them. */
  static List<String> actions() {
    List<String> actions = new ArrayList<>();
    List<String> looked = new ArrayList<>(MODES.keySet());
    looked.addAll(TARGETS.keySet());
    looked.addAll(List.of("/kept/empty", "/kept/large", "/kept/original", "/kept/twin"));
    looked.forEach(path -> actions.add("file " + path));
    actions.add("read /kept/plain");
    actions.add("read /kept/twin");
    actions.add("hash /kept/large");
    actions.add("read " + word(ODD_NAME));
    actions.add("read " + word(LONG_NAME));
    actions.add("xattr /kept/attributed user.appc");
    return actions;
  }

  /** A path as a word of an action. */
  static String word(String path) {
    StringBuilder word = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      if (one <= ' ' || one == '%') {
        word.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
      } else {
        word.append((char) one);
      }
    }
    return word.toString();
  }

  /** A path as the probe tells it: a character for each byte. */
  private static String told(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  // --- judgements, of the app that has looked

  /** That all are there, with their content. */
  static Outcome present(Observations seen) throws UnseenException {
    return Judgement.all(
        content(seen, "/kept/plain", "plain\n"),
        Judgement.equal(
            "size of /kept/empty",
            0,
            file(seen, "/kept/empty").result("size"),
            file(seen, "/kept/empty")),
        large(seen),
        content(seen, ODD_NAME, "odd\n"),
        content(seen, LONG_NAME, "long\n"));
  }

  private static Observation file(Observations seen, String path) throws UnseenException {
    return seen.one("file", "path", told(path));
  }

  /** That a file has this text. */
  static Outcome content(Observations seen, String path, String text) throws UnseenException {
    Observation read = seen.one("read", "path", told(path));
    return Judgement.when(
        read.is("ok") && read.has("content", text),
        "%s has the text %s".formatted(shortened(path), text.strip()),
        read.is("ok")
            ? "%s has the text %s".formatted(shortened(path), read.text("content").strip())
            : "reading %s fails: %s".formatted(shortened(path), read.text("error")),
        read);
  }

  private static String shortened(String path) {
    return path.length() <= 60
        ? path
        : path.substring(0, 30) + "…" + path.substring(path.length() - 10);
  }

  private static Outcome large(Observations seen) throws UnseenException {
    Observation hash = seen.one("hash", "path", "/kept/large");
    return Judgement.equal("SHA-256 of /kept/large", sha256(LARGE), hash.result("sha256"), hash);
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Octets.of(text).bytes());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Tells what a file is like. */
  @FunctionalInterface
  private interface Trait {
    String of(Observation file) throws MissingObservationException;
  }

  /** That each of some files is as expected, by its path. */
  private static Outcome each(
      Observations seen, String what, Map<String, String> expected, Trait trait)
      throws UnseenException {
    List<Outcome> all = new ArrayList<>();
    for (Map.Entry<String, String> one : expected.entrySet()) {
      Observation file = file(seen, one.getKey());
      all.add(
          Judgement.equal(
              "%s of %s".formatted(what, one.getKey()),
              one.getValue(),
              file.is("ok") ? trait.of(file) : file.text("error"),
              file));
    }
    return Judgement.all(all);
  }

  /** That modes are kept. */
  static Outcome modes(Observations seen) throws UnseenException {
    return each(seen, "mode", MODES, file -> file.text("mode"));
  }

  /** That owners are kept. */
  static Outcome owners(Observations seen) throws UnseenException {
    return each(seen, "owner", OWNERS, file -> file.number("uid") + ":" + file.number("gid"));
  }

  /** That times are kept. */
  static Outcome times(Observations seen) throws UnseenException {
    return Judgement.all(
        time(seen, "/kept/plain", LONG_AGO), time(seen, "/kept/large", ProbeImage.MODIFIED));
  }

  private static Outcome time(Observations seen, String path, Instant time) throws UnseenException {
    Observation file = file(seen, path);
    return Judgement.equal(
        "time of modification of " + path,
        time,
        file.is("ok") ? Instant.ofEpochSecond(file.number("mtimeSec")) : file.text("error"),
        file);
  }

  /** That extended attributes are kept, where the file system of the rootfs has any. */
  static Outcome attributes(Observations seen) throws UnseenException {
    Observation attribute = seen.one("xattr", "path", "/kept/attributed");
    if (!attribute.is("ok") && attribute.has("error", "EOPNOTSUPP")) {
      return new Outcome.Skipped(
          "the file system of the rootfs has no extended attributes of users");
    }
    return Judgement.equal(
        "attribute user.appc of /kept/attributed, in hexadecimal",
        HexFormat.of().formatHex("kept".getBytes(StandardCharsets.US_ASCII)),
        attribute.result("hex"),
        attribute);
  }

  /** That symbolic links are, and lead to what they led to. */
  static Outcome targets(Observations seen) throws UnseenException {
    return each(
        seen,
        "target",
        TARGETS,
        file ->
            String.valueOf(
                file.values().getOrDefault("target", "none, as it is a " + file.text("type"))));
  }

  /** That two names of one file are. */
  static Outcome links(Observations seen) throws UnseenException {
    Observation original = file(seen, "/kept/original");
    Observation twin = file(seen, "/kept/twin");
    if (!original.is("ok") || !twin.is("ok")) {
      return new Outcome.Failed(
          "/kept/original and /kept/twin are there",
          "/kept/original: %s; /kept/twin: %s".formatted(original.result(), twin.result()),
          Judgement.lines(original, twin));
    }
    return Judgement.when(
        original.number("inode") == twin.number("inode")
            && original.number("dev") == twin.number("dev"),
        "/kept/original and /kept/twin are one file",
        "inodes %d and %d".formatted(original.number("inode"), twin.number("inode")),
        original,
        twin);
  }
}
