package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.spec.SpecVersion;

/**
 * The environment of an app and of its handlers, which is the same.
 *
 * <p>The text has the executor set some variables and lets the app name more, and does not say who
 * wins. What describes the execution (the name of the app, the metadata service, the executor) is
 * true whatever an app writes, so there the executor wins. The others ({@code PATH}, and up to
 * 0.5.1 {@code USER}, {@code LOGNAME}, {@code HOME}, {@code SHELL}) are what an app finds that does
 * not say otherwise.
 */
final class AppEnvironment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String EXECUTOR = "appc";

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final Remarks remarks;

  /**
   * What every app has.
   *
   * @param version of the pod
   * @param metadataUrl where the metadata service is, if anywhere
   * @param appName what the metadata service knows the app by
   */
  AppEnvironment(
      SpecVersion version,
      Optional<String> metadataUrl,
      String appName,
      Owner owner,
      Remarks remarks) {
    this.remarks = remarks;
    variables.put("PATH", PATH);
    if (!Since.appsHaveMountsOfTheirOwn(version)) {
      variables.put("USER", owner.name());
      variables.put("LOGNAME", owner.name());
      variables.put("HOME", owner.home());
      variables.put("SHELL", owner.shell());
    }
    facts.put("AC_APP_NAME", appName);
    metadataUrl.ifPresent(url -> facts.put("AC_METADATA_URL", url));
    if (Since.executorIsNamed(version)) {
      facts.put("container", EXECUTOR);
    }
    variables.putAll(facts);
  }

  /** Takes in what an app says; the last of several variables of one name counts. */
  void add(App app) {
    Map<String, Pointer> seen = new LinkedHashMap<>();
    for (NamedValue variable : app.environment()) {
      String name = variable.name().map(Located::value).orElse("");
      String value = variable.text().map(Located::value).orElse("");
      Pointer place = variable.pointer();
      if (name.isEmpty() || name.contains("=") || name.indexOf('\0') >= 0) {
        remarks.refuse(
            place,
            "an environment variable cannot be called " + Quote.of(name),
            "a name has at least one character, and neither an equals sign nor NUL");
      } else if (value.indexOf('\0') >= 0) {
        remarks.refuse(
            place,
            "the value of "
                + Quote.of(name)
                + " has a NUL character, with which Linux ends every text",
            "leave it out");
      } else if (facts.containsKey(name)) {
        remarks.warn(
            place, "what the app says of " + name + " is overridden: the executor sets it");
      } else {
        if (seen.put(name, place) != null) {
          remarks.warn(place, "this value of " + Quote.of(name) + " replaces the one before");
        }
        variables.put(name, value);
      }
    }
  }

  List<Step.OfApp> steps() {
    List<Step.OfApp> steps = new ArrayList<>();
    variables.forEach((name, value) -> steps.add(new Step.Environment(name, value)));
    return steps;
  }
}
