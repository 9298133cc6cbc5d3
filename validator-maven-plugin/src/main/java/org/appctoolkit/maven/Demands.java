package org.appctoolkit.maven;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.finding.Threshold;
import org.appctoolkit.input.Judging;
import org.appctoolkit.input.Limit;
import org.appctoolkit.input.PassphraseInput;
import org.appctoolkit.input.RuleSeverities;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.StoreSettings;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;

/**
 * How a user wants files to be judged: the parameters of a goal as they were written.
 *
 * @param failOn from which severity on the build fails
 * @param maxFindings the most findings in one file
 * @param specVersion the version whose rules apply, if not that of each manifest
 * @param rules other severities
 * @param limits other limits
 * @param store images that what is judged may need
 * @param passphraseFile what encrypted archives are decrypted with
 * @param podTemplate whether pod manifests may leave something open
 */
record Demands(
    String failOn,
    Optional<String> maxFindings,
    Optional<String> specVersion,
    List<String> rules,
    List<String> limits,
    Optional<Path> store,
    Optional<Path> passphraseFile,
    boolean podTemplate) {
  /** What they come to. */
  Bench bench() throws MojoExecutionException {
    Map<Limit, Long> set = set();
    Optional<ImageStore> images = images(set);
    Judging judging =
        new Judging(
            new Validator(settings(set)),
            Limit.DOCUMENT_BYTES.whole(set),
            new Judging.Passphrase(passphrase(), "passphraseFile names the file that tells how"),
            Limit.SECONDS.whole(set),
            System::nanoTime,
            images.map(Catalogue.class::cast));
    List<String> terms =
        new ArrayList<>(List.of(failOn, String.valueOf(specVersion), set.toString()));
    terms.add(rules.toString());
    terms.add(Boolean.toString(podTemplate));
    terms.addAll(held(images));
    return new Bench(judging, threshold(), terms);
  }

  private Settings settings(Map<Limit, Long> set) throws MojoExecutionException {
    Settings settings =
        Settings.DEFAULT
            .withLimits(Limit.documents(set))
            .withArchiveLimits(Limit.archives(set))
            .withDependencyLimits(Limit.dependencies(set))
            .withPodTemplate(podTemplate)
            .withSeverities(RuleSeverities.of(rules, it -> misuse("rules", it)));
    return specVersion.isEmpty() ? settings : settings.withVersion(version(specVersion.get()));
  }

  private static SpecVersion version(String text) throws MojoExecutionException {
    return SpecVersion.known(text)
        .orElseThrow(
            () ->
                misuse(
                    "specVersion",
                    "there is no version %s of the specification; the newest is %s"
                        .formatted(text, SpecVersion.NEWEST)));
  }

  private Threshold threshold() throws MojoExecutionException {
    return Arrays.stream(Threshold.values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(failOn))
        .findFirst()
        .orElseThrow(() -> misuse("failOn", failOn + " is none of error, warning, info, never"));
  }

  private Map<Limit, Long> set() throws MojoExecutionException {
    Map<Limit, Long> set = new EnumMap<>(Limit.class);
    for (String limit : limits) {
      int equals = limit.indexOf('=');
      if (equals < 0) {
        throw misuse("limits", "write " + limit + "=N, with a number");
      }
      String name = limit.substring(0, equals).strip();
      Limit found =
          Limit.ofId(name)
              .orElseThrow(
                  () ->
                      misuse(
                          "limits",
                          "no limit is called " + name + Nearest.question(name, Limit.ids())));
      set.put(found, found.parse(limit.substring(equals + 1).strip(), it -> misuse("limits", it)));
    }
    if (maxFindings.isPresent()) {
      set.put(
          Limit.FINDINGS, Limit.FINDINGS.parse(maxFindings.get(), it -> misuse("maxFindings", it)));
    }
    return set;
  }

  /** The store that was named: it has to be there. */
  private Optional<ImageStore> images(Map<Limit, Long> set) throws MojoExecutionException {
    if (store.isEmpty()) {
      return Optional.empty();
    }
    try {
      StoreSettings how =
          StoreSettings.of(InstantSource.system()).withArchiveLimits(Limit.archives(set));
      return Optional.of(ImageStore.open(store.get(), how));
    } catch (StoreException e) {
      throw misuse("store", UnreadableException.reason(e));
    }
  }

  /** What the store holds, so that it is known when that has changed. */
  private static List<String> held(Optional<ImageStore> images) throws MojoExecutionException {
    try {
      return images.isEmpty() ? List.of() : List.of(images.get().list().toString());
    } catch (StoreException e) {
      throw misuse("store", UnreadableException.reason(e));
    }
  }

  private Optional<char[]> passphrase() throws MojoExecutionException {
    PassphraseInput input = new PassphraseInput(passphraseFile, Optional.empty());
    try {
      return input.isMissing() ? Optional.empty() : Optional.of(input.read());
    } catch (UnreadableException e) {
      throw misuse("passphraseFile", e.reason());
    }
  }

  private static MojoExecutionException misuse(String parameter, String message) {
    return new MojoExecutionException(parameter + ": " + message);
  }
}
