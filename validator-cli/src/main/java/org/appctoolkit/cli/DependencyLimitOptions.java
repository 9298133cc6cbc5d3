package org.appctoolkit.cli;

import org.appctoolkit.dependency.DependencyLimits;
import picocli.CommandLine.Option;

/** The options that bound how far dependencies are followed. */
final class DependencyLimitOptions {
  @Option(
      names = "--max-dependency-depth",
      paramLabel = "N",
      converter = LimitConverter.DependencyDepth.class,
      description = "Longest chain of dependencies (default: ${DEFAULT-VALUE}).")
  private int depth = DependencyLimits.DEFAULT.depth();

  @Option(
      names = "--max-dependencies",
      paramLabel = "N",
      converter = LimitConverter.Dependencies.class,
      description = "Most images that an image depends on (default: ${DEFAULT-VALUE}).")
  private int images = DependencyLimits.DEFAULT.images();

  @Option(
      names = "--max-passes",
      paramLabel = "N",
      converter = LimitConverter.Passes.class,
      description = "Most passes that rendering takes (default: ${DEFAULT-VALUE}).")
  private int passes = DependencyLimits.DEFAULT.passes();

  DependencyLimits limits() {
    return new DependencyLimits(depth, images, passes);
  }
}
