package org.appctoolkit.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.appctoolkit.input.UnreadableException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Judges a container runtime by the App Container specification, clause by clause, and lets the
 * build fail on what it does not do.
 *
 * <p>The runtime is known by its driver, a program that keeps the driver protocol. The suite runs
 * in a process of its own, and is fetched like a dependency, in the version of this plugin. Most of
 * it takes root on Linux.
 */
@Mojo(
    name = "conformance",
    defaultPhase = LifecyclePhase.INTEGRATION_TEST,
    requiresProject = false,
    threadSafe = true)
public final class ConformanceMojo extends AppcMojo {
  private static final String GROUP = "org.appctoolkit";
  private static final List<String> MODULES =
      List.of("appc-validator-cli", "appc-conformance-suite", "appc-runtime-reference");
  private static final String MAIN = "org.appctoolkit.cli.Main";

  private final RepositorySystem repositories;

  /**
   * The driver of the runtime: an executable, or {@code reference} for the runtime of the toolkit.
   */
  @Parameter(property = "appc.driver")
  private @Nullable String driver;

  /** Arguments for the driver, before the verb. */
  @Parameter(property = "appc.driverArguments")
  private List<String> driverArguments = new ArrayList<>();

  /**
   * Whose failing lets the build fail: {@code must}, {@code should}, {@code may}, {@code never}.
   */
  @Parameter(property = "appc.conformance.failOn", defaultValue = "must")
  private String failOn;

  /** The version of the specification to judge by, if not the one that the driver tells. */
  @Parameter(property = "appc.specVersion")
  private @Nullable String specVersion;

  /** What to judge, if not everything: ids of scenarios or expectations. */
  @Parameter(property = "appc.scenarios")
  private List<String> scenarios = new ArrayList<>();

  /** More arguments, as {@code appc conformance run} takes them. */
  @Parameter(property = "appc.conformance.arguments")
  private List<String> arguments = new ArrayList<>();

  /**
   * Where reports are written: {@code conformance.txt}, {@code .xml} (JUnit) and {@code .jsonl}.
   */
  @Parameter(
      property = "appc.conformance.directory",
      defaultValue = "${project.build.directory}/appc-conformance")
  private File reportDirectory;

  @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true)
  private List<RemoteRepository> remotes = new ArrayList<>();

  /** Whether to skip this goal. */
  @Parameter(property = "appc.conformance.skip")
  private @Nullable String skipConformance;

  /** The goal, with what Maven provides for it. */
  @Inject
  public ConformanceMojo(RepositorySystem repositories) {
    this.repositories = repositories;
  }

  @Override
  @Nullable String skipsThisGoal() {
    return skipConformance;
  }

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    if (driver == null) {
      throw new MojoExecutionException(
          "no runtime is named: appc.driver is the driver of one, or reference");
    }
    Path directory = reportDirectory.toPath();
    int status;
    try {
      Files.createDirectories(directory);
      status = new JavaProcess(MAIN, classPath(), words(directory)).run(getLog());
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot judge " + driver + ": " + UnreadableException.reason(e), e);
    }
    String reports = "; " + directory + " has the reports";
    switch (status) {
      case 0 -> getLog().info("the runtime conforms" + reports);
      case 1 -> throw new MojoFailureException("the runtime does not conform" + reports);
      case 4 -> throw new MojoFailureException("there was not enough time to judge all" + reports);
      default ->
          throw new MojoExecutionException(
              "the runtime could not be judged; what is written above tells why (status %d)"
                  .formatted(status));
    }
  }

  private List<String> words(Path directory) {
    List<String> words = new ArrayList<>(List.of("conformance", "run", "--runtime", driver));
    driverArguments.forEach(it -> words.addAll(List.of("--driver-arg", it)));
    words.addAll(List.of("--fail-on", failOn));
    if (specVersion != null) {
      words.addAll(List.of("--spec-version", specVersion));
    }
    scenarios.forEach(it -> words.addAll(List.of("--id", it)));
    Map.of("text", "conformance.txt", "junit", "conformance.xml", "json", "conformance.jsonl")
        .forEach(
            (format, name) ->
                words.addAll(List.of("--report", format + "=" + directory.resolve(name))));
    words.addAll(arguments);
    return words;
  }

  /** The command appc with its suite and runtime, in the version of this plugin. */
  private List<Path> classPath() throws MojoExecutionException {
    CollectRequest wanted = new CollectRequest();
    for (String module : MODULES) {
      wanted.addDependency(
          new Dependency(new DefaultArtifact(GROUP, module, "jar", version()), "runtime"));
    }
    wanted.setRepositories(remotes);
    try {
      return repositories
          .resolveDependencies(
              session().getRepositorySession(), new DependencyRequest(wanted, null))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .map(RepositoryUtils::toArtifact)
          .map(artifact -> artifact.getFile().toPath())
          .collect(Collectors.toList());
    } catch (DependencyResolutionException e) {
      throw new MojoExecutionException(
          "the conformance suite cannot be fetched: " + e.getMessage(), e);
    }
  }
}
