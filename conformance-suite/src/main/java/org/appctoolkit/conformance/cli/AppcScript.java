package org.appctoolkit.conformance.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code appc} for drivers, whose environment names it as {@code $APPC}: a script that
 * starts this Java with this class path again. The launcher would look for changed sources first.
 */
final class AppcScript {

  private static final String MAIN = "org.appctoolkit.cli.Main";

  private AppcScript() {}

  /** Writes it into a directory; where it is. */
  static Path in(Path directory) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", "")).resolve("bin/java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-javaagent") && !argument.startsWith("-agent")) {
        words.add(argument);
      }
    }
    // Commands of a driver are over before the second compiler would be worth its time.
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-cp");
    words.add(System.getProperty("java.class.path", ""));
    words.add(MAIN);
    StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
    words.forEach(word -> script.append(" '").append(word.replace("'", "'\\''")).append('\''));
    Path file = directory.resolve("appc");
    Files.writeString(file, script.append(" \"$@\"\n"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
