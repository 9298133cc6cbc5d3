package org.appctoolkit.rule.store;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.dependency.ResolvedPod;
import org.appctoolkit.rule.Rule;

/** Rules that take the images of a store, by what they look at. */
public final class StoreRules {
  /** Asked about the dependencies of an image. */
  public static final List<Rule<Resolution>> DEPENDENCIES =
      List.of(
          new DependencyIsInTheStore(),
          new DependencyImageIdMatches(),
          new DependencyLabelsMatch(),
          new DependencyNameMatches(),
          new DependencySizeMatches(),
          new DependencyIsUnambiguous(),
          new DependenciesFormNoCycle(),
          new DependencyDepthIsLimited(),
          new DependencyCountIsLimited(),
          new RenderingPassesAreLimited());

  /** Asked about a pod. */
  public static final List<Rule<ResolvedPod>> PODS =
      List.of(
          new PodAppImageIsInTheStore(),
          new PodAppImageNameMatches(),
          new PodAppImageLabelsMatch(),
          new PodAppHasAnApp());

  private StoreRules() {}

  /** Each of them. */
  public static List<Rule<?>> all() {
    List<Rule<?>> all = new ArrayList<>();
    all.addAll(DEPENDENCIES);
    all.addAll(PODS);
    return all;
  }
}
