package org.appctoolkit.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** One run of the command, and what came of it. */
record Run(int status, String out, String err) {
  /** A manifest in which nothing is wrong. */
  static final String RIGHT =
      """
      {
        "acKind": "ImageManifest",
        "acVersion": "0.8.11",
        "name": "example.org/worker"
      }
      """;

  /** A manifest with one finding of each severity. */
  static final String MIXED =
      """
      {
        "acKind": "ImageManifest",
        "acVersion": "0.8.11",
        "name": "worker",
        "labels": [{ "name": "version" }],
        "annotations": [{ "name": "team", "value": "x" }]
      }
      """;

  /** A manifest with a warning and nothing worse. */
  static final String WARNING = RIGHT.replace("example.org/", "");

  /** A manifest with advice and nothing worse. */
  static final String INFO =
      RIGHT.replace(
          "worker\"", "worker\",\n  \"annotations\": [{ \"name\": \"team\", \"value\": \"x\" }]");

  static Run appc(Object... args) {
    return with(InputStream.nullInputStream(), Map.of(), false, args);
  }

  /** With a text at standard input. */
  static Run appcOn(String text, Object... args) {
    return appcOn(text.getBytes(StandardCharsets.UTF_8), args);
  }

  /** With bytes at standard input. */
  static Run appcOn(byte[] bytes, Object... args) {
    return with(new ByteArrayInputStream(bytes), Map.of(), false, args);
  }

  /** At a terminal, with environment variables. */
  static Run appcAtATerminal(Map<String, String> environment, String text, Object... args) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return with(new ByteArrayInputStream(bytes), environment, true, args);
  }

  static Run with(
      InputStream in, Map<String, String> environment, boolean terminal, Object... args) {
    return as(false, in, environment, terminal, args);
  }

  /** As root, which this process has to be as well, if the command makes use of it. */
  static Run appcAsRoot(Object... args) {
    return as(true, InputStream.nullInputStream(), Map.of(), false, args);
  }

  private static Run as(
      boolean root,
      InputStream in,
      Map<String, String> environment,
      boolean terminal,
      Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts =
        Arrays.stream(args)
            .map(arg -> arg instanceof Path path ? path.toString() : (String) arg)
            .toArray(String[]::new);
    int status = new Main(environment, terminal, root).run(in, out, err, texts);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
