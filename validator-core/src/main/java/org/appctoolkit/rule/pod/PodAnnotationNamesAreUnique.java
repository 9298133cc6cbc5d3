package org.appctoolkit.rule.pod;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Each annotation of a list has a name of its own. */
final class PodAnnotationNamesAreUnique implements Rule<PodManifest> {
  @Override
  public List<Problem> check(PodManifest pod) {
    Stream<List<NamedValue>> lists =
        Stream.concat(
            Stream.of(pod.annotations()), pod.podApps().stream().map(PodApp::annotations));
    return lists
        .flatMap(list -> Duplicates.of("annotation", list, NamedValue::name).stream())
        .toList();
  }
}
