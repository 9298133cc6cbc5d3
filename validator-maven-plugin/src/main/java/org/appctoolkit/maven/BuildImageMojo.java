package org.appctoolkit.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.document.Limits;
import org.appctoolkit.finding.Threshold;
import org.appctoolkit.input.UnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * Builds an image archive (ACI) of a manifest and a rootfs, and attaches it to the project as an
 * artifact of the type {@code aci}.
 *
 * <p>The archive is the same, byte by byte, whenever and wherever it is built of the same files: it
 * does not depend on who owns them, when they were written, or what a umask has made of their
 * permissions. The image is judged first; nothing is built when there is an error.
 */
@Mojo(name = "build-image", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class BuildImageMojo extends AppcMojo {
  /** What is in the way of the last digits of a year with four of them. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** When everything was written if nothing is said: no time that anybody could mistake for one. */
  private static final Instant USUAL = Instant.ofEpochSecond(1);

  private final MavenProjectHelper helper;

  /** The directory with the manifest and the rootfs; what else lies there is left out. */
  @Parameter(property = "appc.layout", defaultValue = "${basedir}/src/main/appc")
  private File layout;

  /** The image manifest; unless something is said, the file {@code manifest} of that directory. */
  @Parameter(property = "appc.manifest")
  private @Nullable File manifest;

  /**
   * Files to add to the rootfs, such as what this project makes: each has a {@code source} and a
   * {@code target}, and may be {@code executable}.
   */
  @Parameter private List<AddedFile> files = new ArrayList<>();

  /**
   * Whether placeholders such as {@code ${project.version}} are replaced in the manifest. It is an
   * error when nothing is known for one; two dollars stand for one that stays.
   */
  @Parameter(property = "appc.filtering", defaultValue = "true")
  private boolean filtering;

  /** Where the archive is written. */
  @Parameter(
      property = "appc.image",
      defaultValue = "${project.build.directory}/${project.build.finalName}.aci")
  private File image;

  /** The classifier of the artifact, if it is to have one. */
  @Parameter(property = "appc.classifier")
  private @Nullable String classifier;

  /** Whether the archive is attached to the project, so that it is installed and deployed. */
  @Parameter(property = "appc.attach", defaultValue = "true")
  private boolean attach;

  /** How the archive is compressed: {@code gzip}, {@code bzip2}, {@code xz} or {@code none}. */
  @Parameter(property = "appc.compression", defaultValue = "gzip")
  private String compression;

  /** Whether everything belongs to user 0 and group 0, and not to who builds it. */
  @Parameter(property = "appc.ownedByRoot", defaultValue = "true")
  private boolean ownedByRoot;

  /**
   * Whether permissions are those of the files. Otherwise everybody may read everything and enter
   * every directory, and execute a file if its owner may.
   */
  @Parameter(property = "appc.keepPermissions", defaultValue = "false")
  private boolean keepPermissions;

  /**
   * When everything in the archive was written, as in {@code project.build.outputTimestamp}: in ISO
   * 8601, or in seconds since 1970. Unless something is said, one second after 1970 began.
   */
  @Parameter(property = "appc.outputTimestamp", defaultValue = "${project.build.outputTimestamp}")
  private @Nullable String outputTimestamp;

  /** Builds even if nothing has changed since the archive was built. */
  @Parameter(property = "appc.force", defaultValue = "false")
  private boolean force;

  /** Whether to skip this goal. */
  @Parameter(property = "appc.build-image.skip")
  private @Nullable String skipBuildImage;

  /** The goal, with what Maven provides for it. */
  @Inject
  public BuildImageMojo(MavenProjectHelper helper) {
    this.helper = helper;
  }

  @Override
  @Nullable String skipsThisGoal() {
    return skipBuildImage;
  }

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    Path directory = layout.toPath();
    Path template = manifest == null ? directory.resolve("manifest") : manifest.toPath();
    if (!Files.exists(template)) {
      throw new MojoExecutionException(
          "there is no manifest "
              + template
              + ": write one, or tell with appc.manifest where it is");
    }
    if (!image.getName().endsWith(".aci") || image.getName().equals(".aci")) {
      throw new MojoExecutionException(
          "image: the name of an image archive ends with .aci, unlike " + image);
    }
    ImageBuild build =
        new ImageBuild(
            directory.resolve("rootfs"),
            files,
            filled(template),
            workDirectory().resolve("layout" + suffix()),
            image.toPath(),
            new ImageBuild.Form(compression(), time(), ownedByRoot, keepPermissions));
    LastRun last = new LastRun(workDirectory(), execution());
    if (force) {
      last.forget();
    }
    String id;
    try {
      id = build.run(Fingerprint.of(version()), last, getLog());
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot build " + image + ": " + UnreadableException.reason(e), e);
    }
    project().getProperties().setProperty("appc.imageId" + suffix(), id);
    if (attach) {
      helper.attachArtifact(project(), "aci", classifier, image);
    }
  }

  private String suffix() {
    return classifier == null || classifier.isEmpty() ? "" : "-" + classifier;
  }

  private ImageBuild.FilledManifest filled(Path template)
      throws MojoExecutionException, MojoFailureException {
    ManifestTemplate manifestTemplate =
        new ManifestTemplate(template, new ProjectValues(session(), execution()));
    try {
      byte[] bytes = manifestTemplate.read(Limits.DEFAULT.documentBytes());
      Optional<FilteredText> filtered =
          filtering ? manifestTemplate.filtered(bytes) : Optional.empty();
      if (filtered.isEmpty()) {
        return new ImageBuild.FilledManifest(template, Octets.of(bytes), Candidate.PlaceMap.SAME);
      }
      FindingLog log = new FindingLog(getLog(), Threshold.ERROR);
      log.addLeftovers(template.toString(), filtered.get().leftovers());
      log.end();
      return new ImageBuild.FilledManifest(
          template,
          Octets.of(filtered.get().text().getBytes(StandardCharsets.UTF_8)),
          filtered.get()::before);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot read " + template + ": " + UnreadableException.reason(e), e);
    }
  }

  private Compression compression() throws MojoExecutionException {
    return Arrays.stream(Compression.values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(compression))
        .findFirst()
        .orElseThrow(
            () ->
                new MojoExecutionException(
                    "compression: " + compression + " is none of gzip, bzip2, xz, none"));
  }

  private Instant time() throws MojoExecutionException {
    // One character turns it off for plugins of Maven itself.
    if (outputTimestamp == null || outputTimestamp.length() < 2) {
      return USUAL;
    }
    try {
      Instant time =
          outputTimestamp.matches("[0-9]{1,12}")
              ? Instant.ofEpochSecond(Long.parseLong(outputTimestamp))
              : OffsetDateTime.parse(outputTimestamp).toInstant();
      if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    throw new MojoExecutionException(
        "outputTimestamp: "
            + outputTimestamp
            + " is neither a time like 2026-11-23T12:00:00Z nor a number of seconds since 1970");
  }
}
