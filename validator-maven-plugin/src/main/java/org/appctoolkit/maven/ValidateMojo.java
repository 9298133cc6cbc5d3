package org.appctoolkit.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Judges manifests of images and pods by the App Container specification, and lets the build fail
 * on what is wrong.
 */
@Mojo(
    name = "validate",
    defaultPhase = LifecyclePhase.PROCESS_RESOURCES,
    requiresProject = false,
    threadSafe = true)
public final class ValidateMojo extends JudgingMojo {
  /** Where manifests are looked for. */
  @Parameter(property = "appc.sourceDirectory", defaultValue = "${basedir}/src/main/appc")
  private File sourceDirectory;

  /**
   * Which files there are judged, whatever is in them, as patterns such as {@code **}{@code
   * /*.json}. Unless something is said, all files that are called {@code manifest} or hold a JSON
   * object with {@code acKind} or {@code acVersion}.
   */
  @Parameter(property = "appc.includes")
  private List<String> includes = new ArrayList<>();

  /** Which are not, as patterns; unless something is said, what lies in a directory rootfs. */
  @Parameter(property = "appc.excludes")
  private List<String> excludes = new ArrayList<>();

  /**
   * Whether placeholders such as {@code ${project.version}} are replaced before manifests are
   * judged, as they are when an image is built. Two dollars stand for one that stays.
   */
  @Parameter(property = "appc.filtering", defaultValue = "true")
  private boolean filtering;

  /** Whether pod manifests may leave open what is decided when they are run. */
  @Parameter(property = "appc.podTemplate", defaultValue = "false")
  private boolean podTemplate;

  /** Whether to skip this goal. */
  @Parameter(property = "appc.validate.skip")
  private @Nullable String skipValidate;

  @Override
  @Nullable String skipsThisGoal() {
    return skipValidate;
  }

  @Override
  boolean podTemplate() {
    return podTemplate;
  }

  @Override
  String place() {
    return sourceDirectory.toString();
  }

  @Override
  List<Candidate> candidates() {
    return new ManifestSearch(includes, excludes)
        .candidates(
            sourceDirectory.toPath(),
            filtering ? Optional.of(new ProjectValues(session(), execution())) : Optional.empty());
  }
}
