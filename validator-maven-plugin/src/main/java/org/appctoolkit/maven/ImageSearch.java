package org.appctoolkit.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;
import org.appctoolkit.input.Input;

/**
 * A search for archives and layouts in a directory, and among the artifacts of a project.
 *
 * @param includes what is an image, whatever files are called; if there are none, files whose names
 *     end with {@code .aci}, and layouts, in the directory itself
 * @param excludes what is passed over
 */
record ImageSearch(List<String> includes, List<String> excludes) {
  /** Copies the lists. */
  ImageSearch {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /** What was found, each once. */
  List<Candidate> candidates(Path directory, MavenProject project) throws IOException {
    Map<Path, Candidate> candidates = new LinkedHashMap<>();
    for (Path path : Stream.concat(in(directory), attachedTo(project)).toList()) {
      candidates.putIfAbsent(path.toRealPath(), Candidate.AsItIs.of(path));
    }
    return List.copyOf(candidates.values());
  }

  private Stream<Path> in(Path directory) {
    boolean named = !includes.isEmpty();
    ManifestSearch.Scan scan =
        ManifestSearch.scan(directory, named ? includes : List.of("*"), excludes);
    return Stream.concat(
        scan.files().stream()
            .filter(name -> named || name.endsWith(".aci"))
            .map(directory::resolve),
        scan.directories().stream().map(directory::resolve).filter(Input.OfLayout::isOne));
  }

  private static Stream<Path> attachedTo(MavenProject project) {
    return Stream.concat(
            Stream.ofNullable(project.getArtifact()), project.getAttachedArtifacts().stream())
        .filter(artifact -> artifact.getType().equals("aci"))
        .map(Artifact::getFile)
        .filter(Objects::nonNull)
        .map(File::toPath);
  }
}
