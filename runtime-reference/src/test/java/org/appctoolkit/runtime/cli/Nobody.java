package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.runtime.cli.Tool.Ran;

/** An ordinary user, who runs the tool in a place of his own. */
final class Nobody {
  private static final int ID = 65534;
  private static final List<String> BEFORE =
      List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--");

  private final Path place;
  private final String classPath;

  private Nobody(Path place, String classPath) {
    this.place = place;
    this.classPath = classPath;
  }

  /** One with a place below a directory. */
  static Nobody in(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path place = Files.createDirectory(directory.resolve("own"));
    return new Nobody(place, copyOfTheClassPath(place.resolve("classes")));
  }

  /** His place, in which the store is {@code store}. */
  Path place() {
    return place;
  }

  /** Runs the tool, all in his place being his. */
  Ran run(Object... words) throws IOException, InterruptedException {
    give(place);
    return RuntimeProcess.start(place, BEFORE, classPath, words).ended();
  }

  /** Those of root are not for everybody to read. */
  private static String copyOfTheClassPath(Path target) throws IOException {
    Files.createDirectory(target);
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(":", -1)) {
      Path copy = target.resolve(entries.size() + ".jar");
      copy(Path.of(entry), copy);
      entries.add(copy.toString());
    }
    return String.join(":", entries);
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = from.equals(file) ? to : to.resolve(from.relativize(file).toString());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void give(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", ID);
        Files.setAttribute(file, "unix:gid", ID);
      }
    }
  }
}
