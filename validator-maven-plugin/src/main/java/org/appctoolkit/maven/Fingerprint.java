package org.appctoolkit.maven;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.input.Input;
import org.appctoolkit.spec.Clause;

/**
 * A digest of everything that an outcome depends on: two that are equal come from the same files,
 * the same parameters and the same version of this plugin.
 *
 * <p>Of files it is the content that counts, and whether they may be executed, but not when they
 * were written.
 */
final class Fingerprint {
  /** What no fingerprint is. */
  static final String NEVER_THE_SAME = "";

  private static final int PIECE = 1 << 16;

  private final MessageDigest digest;

  private Fingerprint(MessageDigest digest) {
    this.digest = digest;
  }

  /** One of nothing but this plugin. */
  static Fingerprint of(String version) {
    Fingerprint fingerprint = empty();
    fingerprint.add(List.of(version));
    if (version.endsWith("-SNAPSHOT")) {
      // What is being worked on changes without its version.
      fingerprint.addJar(Fingerprint.class);
      fingerprint.addJar(Input.class);
      fingerprint.addJar(Clause.class);
    }
    return fingerprint;
  }

  /** One of nothing. */
  static Fingerprint empty() {
    try {
      return new Fingerprint(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds texts; it counts how many they are, and where each ends. */
  void add(List<String> texts) {
    addNumber(texts.size());
    for (String text : texts) {
      add(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Adds bytes. */
  void add(byte[] bytes) {
    addNumber(bytes.length);
    digest.update(bytes);
  }

  /** Adds a file, or all that is below a directory; that there is nothing counts as well. */
  void addTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      add(List.of("nothing"));
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.sorted().toList();
    }
    addNumber(paths.size());
    for (Path path : paths) {
      addOne(root.relativize(path).toString(), path);
    }
  }

  private void addOne(String name, Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      add(List.of(name, "link", Files.readSymbolicLink(path).toString()));
    } else if (Files.isRegularFile(path)) {
      add(List.of(name, "file", Boolean.toString(Files.isExecutable(path))));
      addContent(path);
    } else {
      add(List.of(name, Files.isDirectory(path) ? "directory" : "neither file nor directory"));
    }
  }

  private void addContent(Path file) throws IOException {
    addNumber(Files.size(file));
    byte[] piece = new byte[PIECE];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
  }

  private void addJar(Class<?> inside) {
    CodeSource source = inside.getProtectionDomain().getCodeSource();
    try {
      Path jar = Path.of(source.getLocation().toURI());
      addNumber(Files.getLastModifiedTime(jar).toMillis());
      addNumber(Files.size(jar));
    } catch (URISyntaxException | IOException e) {
      add(List.of(String.valueOf(e.getMessage())));
    }
  }

  private void addNumber(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }

  /** The digest of all that was added, as hexadecimal digits; nothing can be added afterwards. */
  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
