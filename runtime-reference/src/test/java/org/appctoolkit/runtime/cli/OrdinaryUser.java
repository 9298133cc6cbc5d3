package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.runtime.execute.TestStore;
import org.appctoolkit.runtime.execute.TestStore.Image;

/** Somebody who is not root and runs the tool with a store and pods of their own. */
final class OrdinaryUser {
  private static final int NOBODY = 65534;

  private final Path home;
  private final String classPath;

  private OrdinaryUser(Path home, String classPath) {
    this.home = home;
    this.classPath = classPath;
  }

  /** One whose files are below a directory; the store has the image example.org/probe. */
  static OrdinaryUser in(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path home = Files.createDirectory(directory.resolve("own"));
    TestStore store = new TestStore(home.resolve("store"));
    store.add(Image.ofApp("example.org/probe", "/bin/probe").probe());
    OrdinaryUser user = new OrdinaryUser(home, copyOfTheClassPath(home.resolve("classes")));
    giveToNobody(home);
    return user;
  }

  /** Runs the tool in a process of the user. */
  Tool.Ran run(Object... words) throws IOException, InterruptedException {
    List<String> before =
        List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--");
    return RuntimeProcess.start(home, before, classPath, words).ended();
  }

  /** Writes a file of the user. */
  Path write(String name, String text) throws IOException {
    Path file = Files.writeString(home.resolve(name), text);
    giveToNobody(file);
    return file;
  }

  /** Those of root are not for everybody to read. */
  private static String copyOfTheClassPath(Path target) throws IOException {
    Files.createDirectory(target);
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(":", -1)) {
      Path copy = target.resolve(Integer.toString(entries.size()) + ".jar");
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
        Path place = from.equals(file) ? to : to.resolve(from.relativize(file).toString());
        Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void giveToNobody(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", NOBODY);
        Files.setAttribute(file, "unix:gid", NOBODY);
      }
    }
  }
}
