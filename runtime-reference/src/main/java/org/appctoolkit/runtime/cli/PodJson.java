package org.appctoolkit.runtime.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.plan.IsolatorRemark;

/** What is known of pods, as JSON; {@code docs/runtime.md} describes it. */
final class PodJson {
  private PodJson() {}

  static void write(JsonWriter json, PodStatus pod, String directory) {
    json.beginObject();
    json.name("uuid").value(pod.uuid().toString());
    json.name("state").value(pod.state().toString());
    pod.exit().ifPresent(exit -> json.name("exit").value(exit));
    pod.reason().ifPresent(reason -> json.name("reason").value(reason));
    time(json, "created", pod.created());
    time(json, "started", pod.started());
    time(json, "ended", pod.state().isOver() ? pod.ended() : Optional.empty());
    json.name("directory").value(directory);
    pod.network().ifPresent(network -> write(json, network, pod.address()));
    json.name("apps").beginArray();
    pod.apps().forEach(app -> write(json, app));
    json.endArray();
    notes(json, pod.notes());
    isolators(json, pod.isolators());
    json.endObject();
  }

  static void notes(JsonWriter json, List<PodStatus.Note> notes) {
    json.name("notes").beginArray();
    for (PodStatus.Note note : notes) {
      json.beginObject();
      json.name("kind").value(note.kind());
      json.name("message").value(note.message());
      json.endObject();
    }
    json.endArray();
  }

  static void isolators(JsonWriter json, List<IsolatorRemark> isolators) {
    json.name("isolators").beginArray();
    for (IsolatorRemark isolator : isolators) {
      json.beginObject();
      isolator.app().ifPresent(app -> json.name("app").value(app));
      json.name("name").value(isolator.name());
      json.name("outcome").value(isolator.outcome().toString());
      if (!isolator.reason().isEmpty()) {
        json.name("reason").value(isolator.reason());
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void write(JsonWriter json, PodStatus.Network network, Optional<String> address) {
    json.name("network").beginObject();
    json.name("kind").value(network.kind());
    network.bridge().ifPresent(bridge -> json.name("bridge").value(bridge));
    address.ifPresent(it -> json.name("address").value(it));
    json.endObject();
  }

  private static void write(JsonWriter json, PodStatus.App app) {
    json.beginObject();
    json.name("name").value(app.name());
    json.name("image").value(app.image());
    json.name("imageId").value(app.imageId());
    json.name("state").value(app.state());
    app.pid().ifPresent(pid -> json.name("pid").value(pid));
    ending(json, app.ending(), "exit", "signal");
    ending(json, app.preStart(), "preStartExit", "preStartSignal");
    ending(json, app.postStop(), "postStopExit", "postStopSignal");
    json.name("restarts").value(app.restarts());
    time(json, "started", app.started());
    time(json, "ended", app.ended());
    if (app.lostOutput() > 0) {
      json.name("lostStdout").value(app.lostOutput());
    }
    if (app.lostErrors() > 0) {
      json.name("lostStderr").value(app.lostErrors());
    }
    app.reason().ifPresent(reason -> json.name("reason").value(reason));
    json.endObject();
  }

  private static void ending(
      JsonWriter json, Optional<PodStatus.Ending> ending, String exit, String signal) {
    ending.ifPresent(it -> json.name(it.signal() ? signal : exit).value(it.number()));
  }

  private static void time(JsonWriter json, String key, Optional<Instant> time) {
    time.ifPresent(it -> json.name(key).value(it.toString()));
  }
}
