package org.appctoolkit.conformance.driver;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The driver of the reference runtime: a shell script that calls the command {@code appc}, and the
 * example of docs/driver-protocol.md.
 */
public final class ReferenceDriver {
  /** The variable that names the command {@code appc}, if it is not the one on PATH. */
  public static final String COMMAND_VARIABLE = "APPC";

  private static final String RESOURCE = "reference";

  private ReferenceDriver() {}

  /** What runs the pods; docs/stage1.md tells what each can do. */
  public enum Stage1 {
    /** The one of the toolkit. */
    OURS("ours"),
    /** By {@code runc}. */
    RUNC("runc"),
    /** By {@code systemd-nspawn}. */
    NSPAWN("nspawn");

    private final String word;

    Stage1(String word) {
      this.word = word;
    }

    /** As it stands on a command line. */
    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * Writes the script into a directory.
   *
   * @return the command that {@link CommandDriver} takes
   * @throws IOException if it cannot be written, or is there
   */
  public static List<String> in(Path directory, Stage1 stage1) throws IOException {
    Path script = directory.toAbsolutePath().resolve(RESOURCE);
    try (InputStream in = ReferenceDriver.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException("the driver is missing in the jar of the suite");
      }
      Files.copy(in, script);
    }
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return List.of(script.toString(), "--stage1", stage1.toString());
  }
}
