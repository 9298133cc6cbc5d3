package org.appctoolkit.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.doxia.module.xhtml5.Xhtml5SinkFactory;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;
import org.appctoolkit.input.UnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page for the site of the project: what is found in its manifests and images, with links
 * to the specification. It never lets a build fail on what it finds.
 */
@Mojo(name = "report", threadSafe = true)
public final class ReportMojo extends AppcMojo implements MavenReport {
  private static final String PAGE = "appc-report";

  /** Where manifests are looked for. */
  @Parameter(property = "appc.sourceDirectory", defaultValue = "${basedir}/src/main/appc")
  private File sourceDirectory;

  /** Which files there are judged, as in the goal {@code validate}. */
  @Parameter(property = "appc.includes")
  private List<String> includes = new ArrayList<>();

  /** Which are not, as in the goal {@code validate}. */
  @Parameter(property = "appc.excludes")
  private List<String> excludes = new ArrayList<>();

  /** Whether placeholders in manifests are replaced. */
  @Parameter(property = "appc.filtering", defaultValue = "true")
  private boolean filtering;

  /** Where images are looked for. */
  @Parameter(property = "appc.imageDirectory", defaultValue = "${project.build.directory}")
  private File imageDirectory;

  /** Which images there are judged, as in the goal {@code validate-image}. */
  @Parameter(property = "appc.imageIncludes")
  private List<String> imageIncludes = new ArrayList<>();

  /** Which are not, as in the goal {@code validate-image}. */
  @Parameter(property = "appc.imageExcludes")
  private List<String> imageExcludes = new ArrayList<>();

  /** The most findings in one file that are reported; 1000 unless something else is said. */
  @Parameter(property = "appc.maxFindings")
  private @Nullable String maxFindings;

  /** The version of the specification whose rules apply, whatever the manifests say. */
  @Parameter(property = "appc.specVersion")
  private @Nullable String specVersion;

  /** Other severities for rules, each {@code ID=SEVERITY}. */
  @Parameter(property = "appc.rules")
  private List<String> rules = new ArrayList<>();

  /** Other limits to what is read, each {@code NAME=N}. */
  @Parameter(property = "appc.limits")
  private List<String> limits = new ArrayList<>();

  /** A store of images that those which are judged may need. */
  @Parameter(property = "appc.store")
  private @Nullable File store;

  /** Whether pod manifests may leave open what is decided when they are run. */
  @Parameter(property = "appc.podTemplate", defaultValue = "false")
  private boolean podTemplate;

  /** Where the page is written when the goal is called by itself. */
  @Parameter(
      property = "appc.reportDirectory",
      defaultValue = "${project.reporting.outputDirectory}")
  private File reportDirectory;

  /** Whether to skip this goal. */
  @Parameter(property = "appc.report.skip")
  private @Nullable String skipReport;

  @Override
  @Nullable String skipsThisGoal() {
    return skipReport;
  }

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    try {
      Path directory = reportDirectory.toPath();
      Files.createDirectories(directory);
      Sink sink = new Xhtml5SinkFactory().createSink(reportDirectory, PAGE + ".html");
      try {
        page(sink);
      } finally {
        sink.close();
      }
      getLog().info("wrote " + directory.resolve(PAGE + ".html"));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot write the report: " + UnreadableException.reason(e), e);
    }
  }

  @Override
  public void generate(Sink sink, Locale locale) throws MavenReportException {
    try {
      Breakage.guard(() -> page(sink));
    } catch (MojoExecutionException | MojoFailureException e) {
      throw new MavenReportException(String.valueOf(e.getMessage()), e);
    }
  }

  private void page(Sink sink) throws MojoExecutionException {
    Bench bench =
        new Demands(
                "never",
                Optional.ofNullable(maxFindings),
                Optional.ofNullable(specVersion),
                rules,
                limits,
                Optional.ofNullable(store).map(File::toPath),
                Optional.empty(),
                podTemplate)
            .bench();
    ReportPage page = new ReportPage(sink, project().getBasedir().toPath());
    try {
      page.write(candidates(), bench.judging());
    } catch (IOException e) {
      throw new MojoExecutionException(
          "cannot look for files: " + UnreadableException.reason(e), e);
    }
  }

  private List<Candidate> candidates() throws IOException {
    List<Candidate> candidates =
        new ArrayList<>(
            new ManifestSearch(includes, excludes)
                .candidates(
                    sourceDirectory.toPath(),
                    filtering
                        ? Optional.of(new ProjectValues(session(), execution()))
                        : Optional.empty()));
    candidates.addAll(
        new ImageSearch(imageIncludes, imageExcludes)
            .candidates(imageDirectory.toPath(), project()));
    return candidates;
  }

  @Override
  public boolean canGenerateReport() throws MavenReportException {
    try {
      return !isSkipped() && !candidates().isEmpty();
    } catch (IOException | MojoExecutionException e) {
      throw new MavenReportException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String getOutputPath() {
    return PAGE;
  }

  /**
   * {@inheritDoc}
   *
   * @deprecated as in Maven, which still asks for it
   */
  @Override
  @Deprecated
  public String getOutputName() {
    return PAGE;
  }

  @Override
  public String getCategoryName() {
    return CATEGORY_PROJECT_REPORTS;
  }

  @Override
  public String getName(Locale locale) {
    return "App Container";
  }

  @Override
  public String getDescription(Locale locale) {
    return "What the App Container specification says of the manifests and images of this project.";
  }

  @Override
  public void setReportOutputDirectory(File directory) {
    reportDirectory = directory;
  }

  @Override
  public File getReportOutputDirectory() {
    return reportDirectory;
  }

  @Override
  public boolean isExternalReport() {
    return false;
  }
}
