package org.appctoolkit.explain;

import java.util.Optional;
import java.util.TreeMap;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.document.Text;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;

/**
 * Discovery pages that show a rule, of the fixtures.
 *
 * @param bad a page that breaks the rule
 * @param good a page that does not
 * @param settings how the bad one is judged
 */
record PageExample(Source bad, Source good, Settings settings) {
  /** The name that the pages of the fixtures are to lead to. */
  static final ImageReference NAME = new ImageReference("example.org/worker", new TreeMap<>());

  /** The pages of a rule, if it is one about pages. */
  static Optional<PageExample> of(String rule) {
    String folder = "examples/pages/" + rule + "/";
    Optional<Source> bad = Example.source(folder, "fail-example.html");
    Optional<Source> good = Example.source(folder, "pass-example.html");
    if (bad.isEmpty() || good.isEmpty()) {
      return Optional.empty();
    }
    Optional<Json.Obj> options =
        Example.source(folder, "fail-example.expected.json")
            .flatMap(source -> Document.read(source, Limits.DEFAULT).root())
            .flatMap(root -> ((Json.Obj) root).get("options"))
            .map(it -> (Json.Obj) it);
    return Optional.of(new PageExample(bad.get(), good.get(), settings(options)));
  }

  private static Settings settings(Optional<Json.Obj> options) {
    Settings settings = Settings.DEFAULT;
    if (options.flatMap(it -> it.get("maxPageBytes")).orElse(null) instanceof Json.Num most) {
      Limits usual = settings.limits();
      settings =
          settings.withLimits(
              new Limits(
                  Integer.parseInt(most.text()),
                  usual.depth(),
                  usual.numberCharacters(),
                  usual.findings()));
    }
    if (options.flatMap(it -> it.get("specVersion")).orElse(null) instanceof Json.Str version) {
      settings = settings.withVersion(SpecVersion.known(version.value()).orElseThrow());
    }
    return settings;
  }

  /** What is found in the bad page. */
  Judgement judgeBad() {
    return new Validator(settings).judgePage(bad, NAME);
  }

  /** The lines of a page. */
  static java.util.List<String> lines(Source page) {
    return Text.of(page).characters().lines().toList();
  }
}
