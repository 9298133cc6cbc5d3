package org.appctoolkit.rule.discovered;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.discovery.DiscoveredManifest;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The labels that discovery began with are there, with the same values. */
final class ImageLabelsMatchDiscovery implements Rule<DiscoveredManifest> {
  @Override
  public List<Problem> check(DiscoveredManifest image) {
    List<Problem> problems = new ArrayList<>();
    image
        .asked()
        .labels()
        .forEach(
            (name, value) -> {
              List<NamedValue> labels =
                  image.manifest().labels().stream().filter(it -> it.isNamed(name)).toList();
              String wanted = Quote.of(name) + " is not " + Quote.of(value);
              if (labels.isEmpty()) {
                problems.add(
                    Problem.at(
                        Pointer.ROOT,
                        "there is no label " + Quote.of(name) + ", which was asked for"));
              }
              for (NamedValue label : labels) {
                if (label.text().filter(text -> text.value().equals(value)).isEmpty()) {
                  problems.add(
                      Problem.at(
                          label.text().map(text -> text.pointer()).orElse(label.pointer()),
                          "the label " + wanted + ", which was asked for"));
                }
              }
            });
    return problems;
  }
}
