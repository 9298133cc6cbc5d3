package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.appctoolkit.document.Source;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.runtime.execute.HostFacts;
import org.appctoolkit.runtime.execute.MetadataPlace;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.Preparer;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.metadata.MetadataStart;
import org.appctoolkit.runtime.plan.IsolatorRemark;
import org.appctoolkit.runtime.plan.Metadata;
import org.appctoolkit.runtime.plan.Network;
import org.appctoolkit.runtime.plan.PodOptions;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What run and prepare have in common: a pod is wanted, judged and made ready. */
final class PodPreparation {
  @Mixin private PodRequest request = new PodRequest();

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--uuid-file",
      paramLabel = "FILE",
      description = "Write the UUID of the pod to this file, once it is prepared.")
  private Optional<Path> uuidFile = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      description = "Tell no warnings, and show nothing of what the apps write.")
  private boolean quiet;

  boolean isQuiet() {
    return quiet;
  }

  Pods pods(Terminal terminal) throws IOException, UsualPlace.UnknownException {
    return data.pods(terminal);
  }

  /**
   * Makes the pod ready, and tells what the user should know.
   *
   * @param arguments of the app of a single image
   */
  Preparer.Prepared prepare(
      Terminal terminal, Pods pods, List<String> arguments, Preparer.Purpose purpose)
      throws IOException,
          PodCommand.MisuseException,
          RefusedException,
          PodCommand.EndedException,
          UsualPlace.UnknownException {
    request.check();
    ImageStore store = request.store(terminal);
    Source source = request.manifest(store, arguments);
    JudgedPod pod = JudgedPod.of(source, store, terminal, quiet);
    HostFacts facts = HostFacts.read();
    Preparer preparer =
        new Preparer(pods, store, facts.host(pods.path(), request.copies()), terminal.clock());
    UUID uuid = terminal.uuids().get();
    Preparer.Prepared prepared =
        preparer.prepare(
            uuid,
            pod.manifest(),
            pod.text(),
            purpose,
            network.request(terminal, facts, pods),
            usual -> request.options(withMetadata(usual, terminal, pods, purpose)));
    if (!quiet) {
      tell(terminal, prepared);
    }
    if (purpose != Preparer.Purpose.PLAN && uuidFile.isPresent()) {
      write(uuidFile.get(), uuid + "\n");
    }
    return prepared;
  }

  /**
   * Our metadata service, if it is wanted. It is started when somebody asks, or before, if pods
   * have to be told its own port.
   */
  private PodOptions withMetadata(
      PodOptions usual, Terminal terminal, Pods pods, Preparer.Purpose purpose) throws IOException {
    if (!request.wantsOurMetadata()) {
      return usual;
    }
    boolean ofHost = usual.network() instanceof Network.OfHost && purpose != Preparer.Purpose.PLAN;
    return usual.withMetadata(
        new Metadata.Ours(
            terminal.tokens().get(),
            new MetadataPlace(pods).portFile().toString(),
            ofHost ? MetadataStart.ensure(pods) : MetadataStart.USUAL_PORT,
            MetadataStart.command(pods)));
  }

  /** Tells all there is to be told, apart from isolators that do what they say. */
  private static void tell(Terminal terminal, Preparer.Prepared prepared) {
    for (PodStatus.Note note : prepared.notes()) {
      terminal.tell(note.kind() + ": " + note.message());
    }
    for (IsolatorRemark isolator : prepared.planned().isolators()) {
      if (isolator.outcome() != IsolatorRemark.Outcome.ENFORCED) {
        terminal.tell("isolator: " + isolator);
      }
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Prints which pod was prepared. */
  static void print(Terminal terminal, Preparer.Prepared prepared, boolean json) {
    if (!json) {
      terminal.print(prepared.pod().uuid() + "\n");
      return;
    }
    terminal.printJson(it -> write(it, prepared));
  }

  private static void write(JsonWriter json, Preparer.Prepared prepared) {
    json.beginObject();
    json.name("uuid").value(prepared.pod().uuid().toString());
    json.name("directory").value(prepared.pod().path().toString());
    PodJson.notes(json, prepared.notes());
    PodJson.isolators(json, prepared.planned().isolators());
    json.endObject();
  }
}
