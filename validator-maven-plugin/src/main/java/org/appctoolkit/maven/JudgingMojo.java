package org.appctoolkit.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.appctoolkit.input.UnreadableException;
import org.jspecify.annotations.Nullable;

/** A goal that judges files, and lets the build fail on what it finds. */
abstract class JudgingMojo extends AppcMojo {
  /**
   * From which severity on findings let the build fail: {@code error}, {@code warning}, {@code
   * info}, or {@code never}. A file that cannot be judged wholly as a limit was hit always does.
   */
  @Parameter(property = "appc.failOn", defaultValue = "error")
  private String failOn;

  /** The most findings in one file that are reported; 1000 unless something else is said. */
  @Parameter(property = "appc.maxFindings")
  private @Nullable String maxFindings;

  /** Whether the build fails when there is nothing to judge. */
  @Parameter(property = "appc.failIfNoFiles", defaultValue = "false")
  private boolean failIfNoFiles;

  /**
   * The version of the specification whose rules apply, whatever the manifests say: {@code 0.8.11}.
   */
  @Parameter(property = "appc.specVersion")
  private @Nullable String specVersion;

  /**
   * Other severities for rules, each {@code ID=SEVERITY}, where a severity is {@code error}, {@code
   * warning}, {@code info} or {@code off}: {@code keys-are-defined=off}.
   */
  @Parameter(property = "appc.rules")
  private List<String> rules = new ArrayList<>();

  /**
   * Other limits to what is read, each {@code NAME=N}, with the names that the options of {@code
   * appc validate} have: {@code max-entries=2M}. Those are max-document-bytes, max-depth,
   * max-number-characters, max-findings, max-uncompressed-bytes, max-entries, max-ratio,
   * max-name-bytes, max-header-bytes, max-tree-bytes, max-xz-bytes, max-dependency-depth,
   * max-dependencies, max-passes and max-seconds (for one image).
   */
  @Parameter(property = "appc.limits")
  private List<String> limits = new ArrayList<>();

  /** A store of images. What is judged is then judged together with the images that it needs. */
  @Parameter(property = "appc.store")
  private @Nullable File store;

  /** Judges even if nothing has changed since the last time that the build has passed. */
  @Parameter(property = "appc.force", defaultValue = "false")
  private boolean force;

  @Override
  final void run() throws MojoExecutionException, MojoFailureException {
    Demands demands =
        new Demands(
            failOn,
            Optional.ofNullable(maxFindings),
            Optional.ofNullable(specVersion),
            rules,
            limits,
            Optional.ofNullable(store).map(File::toPath),
            passphraseFile(),
            podTemplate());
    List<Candidate> candidates;
    try {
      candidates = candidates();
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot look for files: " + UnreadableException.reason(e), e);
    }
    if (candidates.isEmpty()) {
      String nothing = "there is nothing to judge in " + place();
      if (failIfNoFiles) {
        throw new MojoFailureException(nothing);
      }
      getLog().info(nothing);
      return;
    }
    Bench bench = demands.bench();
    Optional<LastRun> last = lastRun();
    String fingerprint = last.isEmpty() ? "" : fingerprint(bench, candidates);
    if (!force && last.isPresent() && last.get().replay(fingerprint, getLog())) {
      return;
    }
    FindingLog log = new FindingLog(getLog(), bench.threshold());
    last.ifPresent(LastRun::forget);
    for (Candidate candidate : candidates) {
      log.judge(candidate, bench.judging());
    }
    log.end();
    if (last.isPresent()) {
      last.get().remember(fingerprint, log.passed(), getLog());
    }
  }

  /** What is to be judged, in the order in which it is. */
  abstract List<Candidate> candidates() throws IOException, MojoExecutionException;

  /** Where that is looked for, in words. */
  abstract String place();

  /** What encrypted archives are decrypted with. */
  Optional<Path> passphraseFile() {
    return Optional.empty();
  }

  /** Whether pod manifests may leave something open. */
  boolean podTemplate() {
    return false;
  }

  private Optional<LastRun> lastRun() {
    return hasProject() ? Optional.of(new LastRun(workDirectory(), execution())) : Optional.empty();
  }

  private String fingerprint(Bench bench, List<Candidate> candidates)
      throws MojoExecutionException {
    Fingerprint fingerprint = Fingerprint.of(version());
    fingerprint.add(bench.terms());
    try {
      for (Candidate candidate : candidates) {
        fingerprint.add(List.of(candidate.name()));
        candidate.addTo(fingerprint);
      }
    } catch (IOException e) {
      // What cannot be read is told when it is judged; until then nothing is known of it.
      return Fingerprint.NEVER_THE_SAME;
    }
    return fingerprint.text();
  }
}
