package org.appctoolkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.appctoolkit.discovery.DiscoveredManifest;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.archive.ArchiveRules;
import org.appctoolkit.rule.discovered.DiscoveredRules;
import org.appctoolkit.rule.image.ImageRules;
import org.appctoolkit.rule.isolator.IsolatorRules;
import org.appctoolkit.rule.manifest.ManifestRules;
import org.appctoolkit.rule.page.PageRules;
import org.appctoolkit.rule.pod.PodRules;
import org.appctoolkit.rule.store.StoreRules;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.SpecVersion;

/** All rules, and which of them hold for a manifest. */
public final class RuleBook {
  private RuleBook() {}

  /** Every rule. */
  public static List<Rule<?>> all() {
    List<Rule<?>> all = new ArrayList<>();
    all.addAll(ManifestRules.ALL);
    all.addAll(IsolatorRules.ALL);
    all.addAll(ImageRules.ALL);
    all.addAll(PodRules.ALL);
    all.addAll(ArchiveRules.all());
    all.addAll(DiscoveredRules.ALL);
    all.addAll(PageRules.ALL);
    all.addAll(StoreRules.all());
    return all;
  }

  /**
   * Asks every rule that holds for a manifest.
   *
   * @param asked what an image was discovered by, if it was
   * @param made what to make of a clause and a problem with it
   */
  public static <T> List<T> check(
      Manifest manifest, Optional<ImageReference> asked, BiFunction<Clause, Problem, T> made) {
    List<T> results = new ArrayList<>();
    ask(ManifestRules.ALL, manifest, manifest.version(), made, results);
    ask(IsolatorRules.ALL, manifest, manifest.version(), made, results);
    if (manifest instanceof ImageManifest image) {
      ask(ImageRules.ALL, image, manifest.version(), made, results);
      asked.ifPresent(
          it ->
              ask(
                  DiscoveredRules.ALL,
                  new DiscoveredManifest(image, it),
                  manifest.version(),
                  made,
                  results));
    } else if (manifest instanceof PodManifest pod) {
      ask(PodRules.ALL, pod, manifest.version(), made, results);
    }
    return results;
  }

  /**
   * Asks every rule about a discovery page.
   *
   * @param version the version whose rules apply
   * @param made what to make of a clause and a problem with it
   */
  public static <T> List<T> check(
      PublishedPage page, SpecVersion version, BiFunction<Clause, Problem, T> made) {
    List<T> results = new ArrayList<>();
    ask(PageRules.ALL, page, version, made, results);
    return results;
  }

  /**
   * Asks the rules that look at a pod as a whole, and so depend on what its images say of the apps.
   *
   * @param made what to make of a clause and a problem with it
   */
  public static <T> List<T> checkWhole(PodManifest pod, BiFunction<Clause, Problem, T> made) {
    List<T> results = new ArrayList<>();
    ask(ManifestRules.OF_APPS_TOGETHER, pod, pod.version(), made, results);
    ask(PodRules.ALL, pod, pod.version(), made, results);
    return results;
  }

  /** Whether a clause is checked by a rule that looks at a pod as a whole. */
  public static boolean isAboutWholePods(Clause clause) {
    return Stream.concat(ManifestRules.OF_APPS_TOGETHER.stream(), PodRules.ALL.stream())
        .anyMatch(rule -> rule.id().equals(clause.id()));
  }

  private static <M, T> void ask(
      List<? extends Rule<M>> rules,
      M subject,
      SpecVersion version,
      BiFunction<Clause, Problem, T> made,
      List<T> results) {
    for (Rule<M> rule : rules) {
      Clause clause = rule.clause();
      if (clause.versions().contains(version)) {
        for (Problem problem : rule.check(subject)) {
          results.add(made.apply(clause, problem));
        }
      }
    }
  }
}
