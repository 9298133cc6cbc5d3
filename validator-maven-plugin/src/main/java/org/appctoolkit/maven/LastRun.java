package org.appctoolkit.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.logging.Log;
import org.appctoolkit.layout.OutputFile;

/**
 * What an execution has told or built the last time, if the build has passed then.
 *
 * <p>When nothing has changed since, it is told again instead of judging again, so that a warning
 * does not vanish from the log because it was there before. The file is one of text: a line with
 * the fingerprint, then what was told, a line each, behind {@code W} or {@code I}; or the digest of
 * an archive and its image ID.
 */
final class LastRun {
  private static final long LONGEST = 16L << 20;

  private final Path file;

  /** That of an execution, which has an id of its own. */
  LastRun(Path directory, MojoExecution execution) {
    String name = execution.getGoal() + "-" + execution.getExecutionId();
    file = directory.resolve("last").resolve(name.replaceAll("[^A-Za-z0-9_.-]", "_") + ".txt");
  }

  /** Where it is kept. */
  Path file() {
    return file;
  }

  /** Tells what was told, if that was about the same; whether it was. */
  boolean replay(String fingerprint, Log log) {
    List<String> lines = read();
    if (lines.isEmpty() || fingerprint.isEmpty() || !lines.get(0).equals(fingerprint)) {
      return false;
    }
    for (String line : lines.subList(1, lines.size())) {
      String text = line.substring(Math.min(2, line.length()));
      if (line.startsWith("W ")) {
        log.warn(text);
      } else {
        log.info(text);
      }
    }
    log.info("nothing has changed since then");
    return true;
  }

  /** The ID of an image that was built of the same, if the archive is there as it was. */
  Optional<String> imageId(String fingerprint, Path image) throws IOException {
    List<String> lines = read();
    boolean same =
        lines.size() == 3
            && lines.get(0).equals(fingerprint)
            && Files.isRegularFile(image)
            && lines.get(1).equals(digest(image));
    return same ? Optional.of(lines.get(2)) : Optional.empty();
  }

  /** Keeps what was built. */
  void rememberImage(String fingerprint, Path image, String id, Log log) throws IOException {
    write(List.of(fingerprint, digest(image), id), log);
  }

  private static String digest(Path image) throws IOException {
    Fingerprint fingerprint = Fingerprint.empty();
    fingerprint.addTree(image);
    return fingerprint.text();
  }

  /** From now on nothing is known. */
  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Then it is overwritten, or what it says is not about the same.
    }
  }

  /** Keeps what was told; a build does not fail because that cannot be kept. */
  void remember(String fingerprint, List<FindingLog.Told> told, Log log) {
    if (fingerprint.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(fingerprint);
    for (FindingLog.Told each : told) {
      lines.add((each.warning() ? "W " : "I ") + each.text());
    }
    write(lines, log);
  }

  private void write(List<String> lines, Log log) {
    try {
      Files.createDirectories(file.getParent());
      try (OutputFile out = new OutputFile(file)) {
        out.writer().print(String.join("\n", lines) + "\n");
        out.commit();
      }
    } catch (IOException e) {
      log.debug("cannot keep what was found", e);
    }
  }

  private List<String> read() {
    try {
      return Files.size(file) > LONGEST
          ? List.of()
          : Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return List.of();
    }
  }
}
