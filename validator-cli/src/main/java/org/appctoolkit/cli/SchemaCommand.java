package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
  /** The schemas of what appc itself writes, in the order of the help. */
  private static final Map<String, Supplier<String>> OUTPUTS =
      new TreeMap<>(
          Map.of(
              "clauses", Schemas::clauses,
              "conformance", Schemas::conformance,
              "discovery", Schemas::discovery,
              "entries", Schemas::entries,
              "findings", Schemas::findings,
              "store", Schemas::store));

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "image-manifest, pod-manifest or container-runtime-manifest; findings for the schema of"
              + " appc validate --format json, entries for that of appc image ls --format json,"
              + " discovery for that of appc discover --json, store for that of appc store ls"
              + " --format json, clauses for that of appc clauses --format json and appc rules,"
              + " conformance for that of each line of appc conformance run --format json.")
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
    Supplier<String> output = OUTPUTS.get(kind);
    surroundings.out().print(output == null ? manifest() : output(output));
    return ExitStatus.OK.code();
  }

  private String output(Supplier<String> schema) {
    if (version.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "the schema of " + kind + " does not depend on a version");
    }
    return schema.get();
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
    known.addAll(OUTPUTS.keySet());
    return new ParameterException(
        spec.commandLine(),
        "no schema is called "
            + kind
            + "; there are "
            + String.join(", ", known)
            + Nearest.question(kind, known));
  }
}
