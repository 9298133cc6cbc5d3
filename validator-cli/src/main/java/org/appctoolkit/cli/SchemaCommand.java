package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.Schemas;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc schema}. */
@Command(name = "schema", description = "Print a JSON Schema (draft 2020-12).")
final class SchemaCommand implements Callable<Integer> {
  private static final String FINDINGS = "findings";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "image-manifest, pod-manifest or container-runtime-manifest; findings for the schema of"
              + " appc validate --format json.")
  private String kind = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description = "Version of the specification; the newest that has the kind if not given.")
  private Optional<SpecVersion> version = Optional.empty();

  SchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().print(kind.equals(FINDINGS) ? findings() : manifest());
    return ExitStatus.OK.code();
  }

  private String findings() {
    if (version.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "the schema of findings does not depend on a version");
    }
    return Schemas.findings();
  }

  private String manifest() {
    ManifestKind manifest = KindConverter.find(kind).orElseThrow(this::unknownKind);
    SpecVersion chosen = version.orElse(manifest.versions().last());
    if (!manifest.versions().contains(chosen)) {
      throw new ParameterException(
          spec.commandLine(),
          "version "
              + chosen
              + " has no "
              + manifest.id()
              + "; there is one "
              + manifest.versions());
    }
    return Schemas.text(manifest, chosen);
  }

  private ParameterException unknownKind() {
    List<String> known = new ArrayList<>(KindConverter.ids());
    known.add(FINDINGS);
    return new ParameterException(
        spec.commandLine(),
        "no schema is called "
            + kind
            + "; there are "
            + String.join(", ", known)
            + Nearest.question(kind, known));
  }
}
