package org.appctoolkit.conformance.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Shell scripts that are drivers, good ones and bad ones. */
final class Script {
  private Script() {}

  /** A driver that does this, whatever it is asked. */
  static Path doing(Path directory, String commands) throws IOException {
    Path script = Files.createTempFile(directory, "driver-", ".sh");
    Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A driver that prints this, whatever it is asked, and ends with a status. */
  static Path answering(Path directory, String document, int status) throws IOException {
    return doing(directory, "cat <<'END'\n%s\nEND\nexit %d".formatted(document, status));
  }
}
