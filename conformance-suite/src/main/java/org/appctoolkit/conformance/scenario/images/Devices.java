package org.appctoolkit.conformance.scenario.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;

/** The devices and file systems that OS-SPEC promises to every app on Linux. */
final class Devices {
  private static final List<String> OPEN = List.of("null", "zero", "full", "random", "urandom");

  /** What the kernel calls types of file systems, by what it answers to statfs. */
  private static final Map<String, String> MAGIC =
      Map.of(
          "procfs", "00009fa0",
          "sysfs", "62656572",
          "devpts", "00001cd1",
          "tmpfs", "01021994");

  private Devices() {}

  /** What looks at them. */
  static List<String> actions() {
    List<String> actions = new ArrayList<>();
    OPEN.forEach(name -> actions.add("device /dev/" + name));
    actions.addAll(
        List.of(
            "device /dev/tty",
            "follow /dev/console",
            "file /dev/ptmx",
            "follow /dev/ptmx",
            "follow /dev/pts/ptmx",
            "open /dev/ptmx rw",
            "statfs /proc",
            "statfs /sys",
            "statfs /dev/pts",
            "statfs /dev/shm"));
    return actions;
  }

  /** Judges what one app has seen. */
  @FunctionalInterface
  interface Look {
    /** The outcome for one app. */
    Outcome judge(Observations seen) throws UnseenException;
  }

  /** That a file system of a type is mounted at a path. */
  static Look mounted(String path, String type) {
    return seen -> {
      Observation found = seen.one("statfs", "path", path);
      return Judgement.when(
          found.is("ok") && found.has("type", MAGIC.get(type)),
          "%s is a %s".formatted(path, type),
          found.is("ok")
              ? "%s has the type %s, which is %s"
                  .formatted(path, found.text("type"), nameOf(found.text("type")))
              : "%s: %s".formatted(path, found.text("error")),
          found);
    };
  }

  private static String nameOf(String magic) {
    return MAGIC.entrySet().stream()
        .filter(it -> it.getValue().equals(magic))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("another file system");
  }

  /** That a character device with these numbers is there. */
  static Look device(String name, int major, int minor) {
    return seen -> {
      Observation device = seen.one("device", "path", "/dev/" + name);
      return Judgement.when(
          device.is("ok")
              && device.has("type", "character")
              && device.has("major", major)
              && device.has("minor", minor),
          "/dev/%s is the character device %d:%d".formatted(name, major, minor),
          numbers(device),
          device);
    };
  }

  private static String numbers(Observation device) throws UnseenException {
    String path = device.text("path");
    if (!device.is("ok")) {
      return "%s: %s".formatted(path, device.text("error"));
    }
    return device.has("type", "character")
        ? "%s is the character device %d:%d"
            .formatted(path, device.number("major"), device.number("minor"))
        : "%s is a %s".formatted(path, device.text("type"));
  }

  /** That reading and writing does what the device is for, as far as it can be opened. */
  static Look behaviour(String name) {
    return seen -> {
      Observation device = seen.one("device", "path", "/dev/" + name);
      if (device.values().get("opened") instanceof Boolean opened && !opened) {
        return new Outcome.Failed(
            "/dev/%s can be opened".formatted(name),
            "opening it fails: " + device.text("openError"),
            Judgement.lines(device));
      }
      return switch (name) {
        case "null" -> does(device, "reading gives nothing, writing takes all", 0, "", "5");
        case "zero" ->
            does(device, "reading gives zeros, writing takes all", 16, "0".repeat(32), "5");
        case "full" ->
            does(
                device,
                "reading gives zeros, writing fails as on a full disk",
                16,
                "0".repeat(32),
                "ENOSPC");
        default -> random(device);
      };
    };
  }

  private static Outcome does(
      Observation device, String expected, long read, String content, String written)
      throws UnseenException {
    String wrote = String.valueOf(either(device, "written", "writeError"));
    return Judgement.when(
        device.has("read", read)
            && String.valueOf(device.values().getOrDefault("content", "")).equals(content)
            && wrote.equals(written),
        device.text("path") + ": " + expected,
        "%s: read %s, wrote %s"
            .formatted(device.text("path"), either(device, "read", "readError"), wrote),
        device);
  }

  private static Object either(Observation device, String key, String otherwise) {
    return device.values().getOrDefault(key, device.values().getOrDefault(otherwise, "nothing"));
  }

  /** Sixteen zeros do not come by chance; a kernel that still waits for entropy gives none. */
  private static Outcome random(Observation device) throws UnseenException {
    boolean waits = device.has("readError", "EAGAIN");
    boolean gives = device.has("read", 16) && !device.has("content", "0".repeat(32));
    return Judgement.when(
        gives || waits,
        device.text("path") + ": reading gives random bytes",
        "%s: read %s".formatted(device.text("path"), either(device, "read", "readError")),
        device);
  }

  /** That the controlling terminal would be behind it. */
  static Look terminal() {
    return seen -> {
      Observation device = seen.one("device", "path", "/dev/tty");
      Outcome numbers = device("tty", 5, 0).judge(seen);
      if (!(numbers instanceof Outcome.Passed)) {
        return numbers;
      }
      boolean opened = device.has("opened", true);
      // What a process without a terminal is told.
      return Judgement.when(
          opened || device.has("openError", "ENXIO"),
          "/dev/tty can be opened, or there is no terminal",
          opened ? "/dev/tty was opened" : "opening /dev/tty: " + device.text("openError"),
          device);
    };
  }

  /** That there is a console of some kind. */
  static Look console() {
    return seen -> {
      Observation device = seen.one("follow", "path", "/dev/console");
      return Judgement.when(
          device.is("ok") && device.has("type", "character"),
          "/dev/console is a character device",
          numbers(device),
          device);
    };
  }

  /** That pseudo-terminals can be opened. */
  static Look multiplexer() {
    return seen -> {
      Observation opened = seen.one("open", "path", "/dev/ptmx");
      return Judgement.when(
          opened.is("ok"),
          "/dev/ptmx can be opened",
          "opening /dev/ptmx: " + opened.result(),
          opened);
    };
  }

  /** That the multiplexer is that of /dev/pts. */
  static Look multiplexerOfPts() {
    return seen -> {
      Observation file = seen.one("file", "path", "/dev/ptmx");
      Observation there = seen.one("follow", "path", "/dev/ptmx");
      Observation own = seen.one("follow", "path", "/dev/pts/ptmx");
      boolean both = there.is("ok") && own.is("ok");
      return Judgement.when(
          both
              && there.has("dev", own.values().get("dev"))
              && there.has("inode", own.values().get("inode")),
          "/dev/ptmx is /dev/pts/ptmx, by a link or bound to it",
          "/dev/ptmx: %s, dev %s, inode %s; /dev/pts/ptmx: %s, dev %s, inode %s"
              .formatted(
                  file.values().getOrDefault("type", "none"),
                  there.values().getOrDefault("dev", "none"),
                  there.values().getOrDefault("inode", "none"),
                  own.result(),
                  own.values().getOrDefault("dev", "none"),
                  own.values().getOrDefault("inode", "none")),
          file,
          there,
          own);
    };
  }

  /** That all of the five can be opened. */
  static Outcome open(Observations seen) throws UnseenException {
    List<Outcome> all = new ArrayList<>();
    for (String name : OPEN) {
      Observation device = seen.one("device", "path", "/dev/" + name);
      boolean opened = device.is("ok") && device.has("opened", true);
      all.add(
          Judgement.when(
              opened,
              "user %s opens /dev/%s".formatted("1000", name),
              opened
                  ? "/dev/%s was opened".formatted(name)
                  : "opening /dev/%s: %s".formatted(name, either(device, "openError", "error")),
              device));
    }
    return Judgement.all(all);
  }
}
