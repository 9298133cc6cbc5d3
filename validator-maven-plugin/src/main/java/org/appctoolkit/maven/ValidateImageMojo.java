package org.appctoolkit.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Judges images by the App Container specification, archives (ACIs) as well as layouts, with their
 * manifests, and lets the build fail on what is wrong: those in the build directory, and artifacts
 * of the type {@code aci} that are attached to the project.
 */
@Mojo(
    name = "validate-image",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    threadSafe = true)
public final class ValidateImageMojo extends JudgingMojo {
  /** Where images are looked for. */
  @Parameter(property = "appc.imageDirectory", defaultValue = "${project.build.directory}")
  private File imageDirectory;

  /**
   * Which archives and layouts there are judged, as patterns. Unless something is said, files whose
   * names end with {@code .aci}, and directories with a {@code manifest} and a {@code rootfs}, in
   * that directory itself. What a pattern names that is no directory is judged whatever it is
   * called.
   */
  @Parameter(property = "appc.imageIncludes")
  private List<String> includes = new ArrayList<>();

  /** Which are not, as patterns. */
  @Parameter(property = "appc.imageExcludes")
  private List<String> excludes = new ArrayList<>();

  /** A file whose first line is the passphrase of encrypted archives. */
  @Parameter(property = "appc.passphraseFile")
  private @Nullable File passphraseFile;

  /** Whether to skip this goal. */
  @Parameter(property = "appc.validate-image.skip")
  private @Nullable String skipValidateImage;

  @Override
  @Nullable String skipsThisGoal() {
    return skipValidateImage;
  }

  @Override
  Optional<Path> passphraseFile() {
    return Optional.ofNullable(passphraseFile).map(File::toPath);
  }

  @Override
  String place() {
    return imageDirectory.toString();
  }

  @Override
  List<Candidate> candidates() throws IOException {
    return new ImageSearch(includes, excludes).candidates(imageDirectory.toPath(), project());
  }
}
