package org.appctoolkit.maven;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryWriter;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.finding.Threshold;
import org.appctoolkit.input.Judging;
import org.appctoolkit.layout.Layout;
import org.appctoolkit.layout.OutputFile;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;
import org.jspecify.annotations.Nullable;

/**
 * The making of one image archive: what it is made of is put together in a directory first, which
 * stays there to be looked at.
 *
 * @param rootfs the rootfs; may be missing if files are added
 * @param added what is added to it
 * @param manifest the manifest
 * @param stage where all is put together
 * @param image where the archive is written
 * @param form what it is like
 */
record ImageBuild(
    Path rootfs,
    List<AddedFile> added,
    FilledManifest manifest,
    Path stage,
    Path image,
    Form form) {
  private static final EnumSet<PosixFilePermission> EXECUTE =
      EnumSet.of(
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_EXECUTE);

  /**
   * What an archive is like.
   *
   * @param compression how it is compressed
   * @param time when everything in it was written
   * @param ownedByRoot whether everything belongs to root
   * @param keepPermissions whether permissions are those of the files
   */
  record Form(Compression compression, Instant time, boolean ownedByRoot, boolean keepPermissions) {
    Entry of(Entry entry) {
      Entry timed = entry.modifiedAt(time);
      Entry owned = ownedByRoot ? timed.ownedByRoot() : timed;
      return keepPermissions ? owned : owned.withUsualPermissions();
    }
  }

  /**
   * The manifest of the image.
   *
   * @param file where it was taken from
   * @param text what it is, with placeholders replaced
   * @param places where in the file a place of that text is
   */
  record FilledManifest(Path file, Octets text, Candidate.PlaceMap places) {}

  /** Copies the list. */
  ImageBuild {
    added = List.copyOf(added);
  }

  /**
   * Builds the archive, unless it is there and nothing has changed since; its image ID.
   *
   * @param fingerprint to which what the archive depends on is added
   * @param last what was built the last time
   */
  String run(Fingerprint fingerprint, LastRun last, Log log)
      throws IOException, MojoExecutionException, MojoFailureException {
    if (!Files.isDirectory(rootfs) && added.isEmpty()) {
      throw new MojoExecutionException(
          "there is no rootfs: make the directory " + rootfs + ", or name files to add");
    }
    put();
    fingerprint.add(List.of(form.toString(), image.toString()));
    fingerprint.addTree(stage);
    String asked = fingerprint.text();
    Optional<String> known = last.imageId(asked, image);
    if (known.isPresent()) {
      log.info("nothing has changed since %s was built: %s".formatted(image, known.get()));
      return known.get();
    }
    last.forget();
    judge(log);
    String id = write().toString();
    last.rememberImage(asked, image, id, log);
    log.info("built %s: %s".formatted(image, id));
    return id;
  }

  private void put() throws IOException, MojoExecutionException {
    Tree.delete(stage);
    Path root = stage.resolve("rootfs");
    Files.createDirectories(root);
    Files.write(stage.resolve("manifest"), manifest.text().bytes());
    if (Files.isDirectory(rootfs)) {
      Tree.copy(rootfs, root);
    }
    for (AddedFile file : added) {
      Path target = file.in(root);
      Files.createDirectories(target.getParent());
      try {
        Tree.copy(file.from(), target);
      } catch (FileAlreadyExistsException e) {
        throw new MojoExecutionException(
            "files: there is %s already in the rootfs".formatted(root.relativize(target)), e);
      }
      if (file.isExecutable() && Files.isRegularFile(target)) {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
        permissions.addAll(EXECUTE);
        Files.setPosixFilePermissions(target, permissions);
      }
    }
  }

  private void judge(Log log) throws IOException, MojoExecutionException, MojoFailureException {
    Judgement judgement =
        new Validator(Settings.DEFAULT.withKind(ManifestKind.IMAGE_MANIFEST))
            .judge(
                new Layout(stage),
                Optional.empty(),
                Judging.timer(Judging.SECONDS, System::nanoTime));
    FindingLog findings = new FindingLog(log, Threshold.ERROR);
    findings.add(
        new Candidate.Verdict(
            judgement, manifest.places(), List.of(), Optional.of(manifest.file())));
    findings.end();
  }

  private ImageId write() throws IOException, MojoFailureException {
    Path parent = image.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Obstacles obstacles = new Obstacles();
    try (OutputFile out = new OutputFile(image)) {
      ImageWriter writer = new ImageWriter(out.stream(), form.compression());
      new Layout(stage)
          .read(
              ArchiveLimits.DEFAULT,
              Set.of(),
              new EntryWriter(writer, obstacles, Optional.empty(), form::of));
      ImageId id = writer.finish();
      out.stream().flush();
      if (!obstacles.messages.isEmpty()) {
        throw new MojoFailureException(
            "nothing was built:\n    " + String.join("\n    ", obstacles.messages));
      }
      out.commit();
      return id;
    }
  }

  /** What cannot be written. */
  private static final class Obstacles implements EntryWriter.Faults {
    private static final int MOST = 20;

    private final List<String> messages = new ArrayList<>();

    @Override
    public void add(ArchiveFault fault) {
      if (!fault.kind().isHarmless()) {
        add(fault.entry(), fault.message());
      }
    }

    @Override
    public void add(Octets entry, String message) {
      if (messages.size() < MOST) {
        messages.add(entry + ": " + message);
      }
    }
  }

  /** Directories with all that is in them; symbolic links are not followed. */
  private static final class Tree extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    private Tree(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    static void copy(Path from, Path to) throws IOException {
      Files.walkFileTree(from, new Tree(from, to));
    }

    static void delete(Path root) throws IOException {
      if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      Path copy = copyOf(directory);
      if (!Files.isDirectory(copy)) {
        Files.copy(directory, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isOther()) {
        throw new IOException(file + " is neither a file, a directory nor a symbolic link");
      }
      Files.copy(file, copyOf(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      return FileVisitResult.CONTINUE;
    }

    private Path copyOf(Path path) {
      Path relative = from.relativize(path);
      return relative.toString().isEmpty() ? to : to.resolve(relative);
    }
  }
}
