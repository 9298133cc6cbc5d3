package org.appctoolkit.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.appctoolkit.discovery.Discovered;
import org.appctoolkit.discovery.Endpoint;
import org.appctoolkit.discovery.Obstacle;
import org.appctoolkit.discovery.Step;
import org.appctoolkit.discovery.TagUse;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Quote;
import org.appctoolkit.report.JsonWriter;

/** What came of a discovery, for people and for programs. */
final class DiscoveryReport {
  private final Surroundings surroundings;

  DiscoveryReport(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Writes one line for each URL; when nothing is found, tells why and how.
   *
   * @param verbose whether the requests are told in any case
   */
  void text(Discovered discovered, boolean verbose) {
    PrintWriter out = surroundings.out();
    if (verbose) {
      steps(out, discovered);
    }
    for (Endpoint endpoint : discovered.endpoints()) {
      String note = endpoint.isFetchable() ? "" : " (appc cannot fetch it)";
      out.print("image      " + Quote.escape(endpoint.image().toString()) + note + "\n");
      out.print("signature  " + Quote.escape(endpoint.signature().toString()) + note + "\n");
    }
    if (discovered.obstacle().isEmpty()) {
      discovered
          .publicKeys()
          .forEach(url -> out.print("keys       " + Quote.escape(url.toString()) + "\n"));
      return;
    }
    if (!verbose) {
      out.flush();
      steps(surroundings.err(), discovered);
    }
    tell(discovered.obstacle().get());
  }

  /** Tells an obstacle, and what would be right. */
  void tell(Obstacle obstacle) {
    surroundings.tell(
        obstacle.message()
            + obstacle.clause().map(clause -> " [" + clause.id() + "]").orElse("")
            + (obstacle.help().isEmpty() ? "" : "; " + obstacle.help()));
  }

  private static void steps(PrintWriter out, Discovered discovered) {
    for (Step step : discovered.steps()) {
      out.print("GET " + Quote.escape(step.url().toString()) + "\n");
      out.print("  ");
      step.status().ifPresent(status -> out.print(status + ": "));
      out.print(step.result() + "\n");
      for (TagUse use : step.tags()) {
        Position place = use.tag().place().start();
        out.print("  " + place.line() + ":" + place.column() + ": ");
        out.print(Quote.escape(use.tag().name()) + (use.used() ? " -> " : ": "));
        out.print(use.result() + "\n");
      }
    }
  }

  /** Writes all of it as one document of {@code discovery.schema.json}. */
  void json(Discovered discovered) {
    JsonWriter json = new JsonWriter(surroundings.out());
    json.beginObject().name("tool").beginObject();
    json.name("name").value("appc").name("version").value(Toolkit.version()).endObject();
    json.name("name").value(discovered.asked().name()).name("labels").beginObject();
    discovered.asked().labels().forEach((label, value) -> json.name(label).value(value));
    json.endObject().name("specVersion").value(discovered.version().toString());
    json.name("endpoints").beginArray();
    for (Endpoint endpoint : discovered.endpoints()) {
      json.beginObject().name("template").value(endpoint.template());
      json.name("image").value(endpoint.image().toString());
      json.name("signature").value(endpoint.signature().toString());
      json.name("fetchable").value(endpoint.isFetchable()).endObject();
    }
    json.endArray().name("publicKeys").beginArray();
    discovered.publicKeys().forEach(url -> json.value(url.toString()));
    json.endArray().name("obstacle");
    discovered.obstacle().ifPresentOrElse(obstacle -> obstacle(json, obstacle), json::nullValue);
    json.name("steps").beginArray();
    discovered.steps().forEach(step -> step(json, step));
    json.endArray().endObject();
  }

  private static void obstacle(JsonWriter json, Obstacle obstacle) {
    String kind = obstacle.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    json.beginObject().name("kind").value(kind).name("clause");
    obstacle.clause().ifPresentOrElse(clause -> json.value(clause.id()), json::nullValue);
    json.name("message").value(obstacle.message());
    json.name("help").value(obstacle.help()).endObject();
  }

  private static void step(JsonWriter json, Step step) {
    json.beginObject().name("url").value(step.url().toString()).name("status");
    step.status().ifPresentOrElse(json::value, json::nullValue);
    json.name("result").value(step.result()).name("tags").beginArray();
    for (TagUse use : step.tags()) {
      Position place = use.tag().place().start();
      json.beginObject().name("name").value(use.tag().name());
      json.name("content").value(use.tag().content());
      json.name("line").value(place.line()).name("column").value(place.column());
      json.name("used").value(use.used()).name("result").value(use.result()).endObject();
    }
    json.endArray().endObject();
  }
}
