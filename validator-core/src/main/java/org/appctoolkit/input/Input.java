package org.appctoolkit.input;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.Format;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.document.Source;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.layout.Layout;
import org.appctoolkit.signature.PgpException;
import org.appctoolkit.signature.PgpLimits;
import org.appctoolkit.signature.PgpMessage;
import org.appctoolkit.signature.Plaintext;
import org.appctoolkit.validate.Judgement;

/**
 * Something to be judged that was not read yet.
 *
 * <p>What it is, is found out by its first bytes: an archive, an encrypted archive, or else a
 * manifest. Reading is bounded: of a manifest longer than the limit just so much is read that this
 * can be seen.
 */
public interface Input {
  /** What messages call it. */
  String name();

  /** Reads and judges it. */
  Judgement judge(Judging how) throws UnreadableException;

  /** A file. Pipes and devices are refused, as reading them may never end. */
  record OfFile(String name, Path path) implements Input {
    @Override
    public Judgement judge(Judging how) throws UnreadableException {
      try {
        requireRegularFile(path);
        try (InputStream in = Files.newInputStream(path)) {
          return Input.judge(name, in, Optional.of(path), how);
        }
      } catch (IOException e) {
        throw new UnreadableException(UnreadableException.reason(e));
      }
    }
  }

  /**
   * What comes from a stream, such as standard input.
   *
   * @param in what it is read from; not closed
   */
  record OfStream(String name, InputStream in) implements Input {
    @Override
    public Judgement judge(Judging how) throws UnreadableException {
      try {
        return Input.judge(name, in, Optional.empty(), how);
      } catch (IOException e) {
        throw new UnreadableException(UnreadableException.reason(e));
      }
    }
  }

  /** A directory that is the layout of an image. */
  record OfLayout(String name, Path path) implements Input {
    /** Whether a directory holds what the layout of an image holds. */
    public static boolean isOne(Path directory) {
      return Files.exists(directory.resolve("manifest"))
          && Files.isDirectory(directory.resolve("rootfs"));
    }

    @Override
    public Judgement judge(Judging how) throws UnreadableException {
      try {
        return how.validator()
            .judge(new Layout(path), Optional.empty(), how.timeIsUp(), how.catalogue());
      } catch (IOException e) {
        throw new UnreadableException(UnreadableException.reason(e));
      }
    }
  }

  private static Judgement judge(String name, InputStream in, Optional<Path> path, Judging how)
      throws IOException, UnreadableException {
    BufferedInputStream buffered = new BufferedInputStream(in, Format.HEAD_BYTES);
    Format format = Format.detect(buffered);
    boolean archive =
        switch (format) {
          case JSON, EMPTY, UNKNOWN, LAYOUT -> path.filter(Input::isCalledArchive).isPresent();
          default -> true;
        };
    if (!archive) {
      return how.validator()
          .judge(
              Source.of(name, buffered.readNBytes(how.documentBytes() + 1)),
              how.timeIsUp(),
              how.catalogue());
    }
    Optional<Packaging> packaging =
        Optional.of(path.isPresent() ? packaging(path.get()) : Packaging.UNKNOWN);
    if (format == Format.PGP || format == Format.PGP_ARMOURED) {
      return decrypted(name, buffered, packaging, how);
    }
    return how.validator()
        .judge(ImageArchive.source(name, buffered), packaging, how.timeIsUp(), how.catalogue());
  }

  /**
   * Refuses pipes and devices, as reading them may never end.
   *
   * @throws UnreadableException if a file is none that ends
   */
  static void requireRegularFile(Path path) throws IOException, UnreadableException {
    if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
      throw new UnreadableException("not a regular file; for what comes from a pipe write -");
    }
  }

  private static boolean isCalledArchive(Path file) {
    return file.toString().endsWith(".aci");
  }

  private static Judgement decrypted(
      String name, InputStream in, Optional<Packaging> packaging, Judging how)
      throws IOException, UnreadableException {
    char[] passphrase =
        how.passphrase()
            .characters()
            .orElseThrow(
                () ->
                    new UnreadableException(
                        "the archive is encrypted; " + how.passphrase().advice()));
    // Closing the plaintext closes what it comes from, which is the caller's.
    InputStream unclosed =
        new FilterInputStream(in) {
          @Override
          public void close() {}
        };
    try (Plaintext plain = PgpMessage.decrypt(unclosed, passphrase, PgpLimits.DEFAULT)) {
      Judgement judgement =
          how.validator()
              .judge(ImageArchive.source(name, plain), packaging, how.timeIsUp(), how.catalogue());
      // Only the end of the message tells whether it is what was encrypted.
      plain.transferTo(OutputStream.nullOutputStream());
      return judgement;
    } catch (PgpException e) {
      throw new UnreadableException(e.reason());
    }
  }

  private static Packaging packaging(Path archive) throws IOException {
    String fileName = String.valueOf(archive.getFileName());
    List<Packaging.Signature> signatures = new ArrayList<>();
    for (String name : Packaging.signatureNames(fileName)) {
      Path signature = archive.resolveSibling(name);
      if (Files.isRegularFile(signature)) {
        try (InputStream in = Files.newInputStream(signature)) {
          signatures.add(Packaging.Signature.of(name, in.readNBytes(Packaging.Signature.MOST + 1)));
        }
      }
    }
    return new Packaging(Optional.of(fileName), signatures);
  }
}
