package org.appctoolkit.runtime.metadata;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.appctoolkit.runtime.execute.Pods;

/** How the metadata service of a directory is started: by this Java, with these classes. */
public final class MetadataStart {
  /** The port that a service has which has never had another, if it is free. */
  public static final int USUAL_PORT = 18112;

  private MetadataStart() {}

  /** The words of the command, all paths absolute. */
  public static List<String> command(Pods pods) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    // It is small, and begins while somebody waits for it; what it cannot go on with ends it.
    words.addAll(
        List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            classPath(),
            MetadataService.class.getName(),
            pods.path().toString()));
    return words;
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .filter(it -> !it.isEmpty())
            .map(it -> Path.of(it).toAbsolutePath().normalize().toString())
            .toList());
  }
}
