package org.appctoolkit.runtime.cli;

import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.runtime.execute.PodStatus;

/** What is known of pods, in words. */
final class PodText {
  private PodText() {}

  /** The state, with the exit status where there is one. */
  static String state(PodStatus pod) {
    return pod.state() + pod.exit().map(exit -> " (" + exit + ")").orElse("");
  }

  /** All of it, a line each. */
  static String full(PodStatus pod, String directory) {
    StringBuilder text = new StringBuilder();
    line(text, "uuid", pod.uuid().toString());
    line(text, "state", state(pod));
    pod.reason().ifPresent(it -> line(text, "reason", it));
    pod.created().ifPresent(it -> line(text, "created", it.toString()));
    pod.started().ifPresent(it -> line(text, "started", it.toString()));
    pod.ended()
        .filter(it -> pod.state().isOver())
        .ifPresent(it -> line(text, "ended", it.toString()));
    line(text, "directory", directory);
    pod.network().ifPresent(it -> line(text, "network", network(it, pod.address())));
    for (PodStatus.App app : pod.apps()) {
      line(text, "app " + app.name(), app(app));
    }
    pod.notes().forEach(note -> line(text, note.kind(), note.message()));
    pod.isolators().forEach(isolator -> line(text, "isolator", isolator.toString()));
    return text.toString();
  }

  private static String network(PodStatus.Network network, Optional<String> address) {
    return network.kind()
        + network.bridge().map(it -> " " + it).orElse("")
        + address.map(it -> ", " + it).orElse("");
  }

  private static String app(PodStatus.App app) {
    StringBuilder text = new StringBuilder(app.state());
    app.pid().ifPresent(pid -> text.append(", pid ").append(pid));
    app.ending().ifPresent(ending -> text.append(", ").append(ending));
    app.preStart().ifPresent(ending -> text.append(", pre-start ").append(ending));
    app.postStop().ifPresent(ending -> text.append(", post-stop ").append(ending));
    if (app.restarts() > 0) {
      text.append(", restarts ").append(app.restarts());
    }
    lost(text, "stdout", app.lostOutput());
    lost(text, "stderr", app.lostErrors());
    app.reason().ifPresent(reason -> text.append(": ").append(reason));
    return text.append(" (").append(app.image()).append(')').toString();
  }

  private static void lost(StringBuilder text, String stream, long bytes) {
    if (bytes > 0) {
      text.append(", ").append(bytes).append(" bytes of ").append(stream).append(" lost");
    }
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": ").append(Quote.escape(value)).append('\n');
  }
}
