package org.appctoolkit.runtime.metadata;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.runtime.execute.MetadataFiles;
import org.appctoolkit.runtime.plan.PodMetadata;
import org.appctoolkit.spec.SpecVersion;

/** A pod whose apps may ask. */
final class ServedPod {
  /** How often a pod may ask in a second; what is long counts as often as it has such pieces. */
  static final double REQUESTS_PER_SECOND = 1000;

  private static final double PIECE_BYTES = 1 << 14;

  /** How many long bodies of a pod are read at once. */
  private static final int BODIES = 4;

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FLAVOR = "AppContainer";
  private static final String CONTENT = "content";
  private static final String SIGNATURE = "signature";
  private static final String UID = "uid";
  private static final String UUID = "uuid";

  private static final SpecVersion FIRST_WITH_FORMS = new SpecVersion(0, 3, 0);
  private static final SpecVersion FIRST_WITH_LISTS = new SpecVersion(0, 8, 0);
  private static final SpecVersion FIRST_WITHOUT_ADDRESS = new SpecVersion(0, 4, 0);
  private static final SpecVersion FIRST_WITHOUT_FLAVOR = new SpecVersion(0, 5, 2);

  private final MetadataFiles files;
  private final Route.Table routes;
  private final Identity identity;
  private final Bucket bucket;
  private final Semaphore bodies = new Semaphore(BODIES);

  ServedPod(MetadataFiles files, Identity identity, Bucket bucket) {
    this.files = files;
    this.routes =
        new Route.Table(
            files.version(), files.apps().stream().map(MetadataFiles.OfApp::name).toList());
    this.identity = identity;
    this.bucket = bucket;
  }

  String uuid() {
    return files.uuid();
  }

  /** Whether its apps may ask at the usual address, too. */
  boolean hasUsualAddress() {
    return isBefore(FIRST_WITHOUT_ADDRESS);
  }

  /** How many long bodies may be read now. */
  Semaphore bodies() {
    return bodies;
  }

  private boolean isBefore(SpecVersion version) {
    return files.version().compareTo(version) < 0;
  }

  /**
   * Answers a request.
   *
   * @param pods the pods that may have signed something, by UUID
   */
  Answer answer(Request request, Function<String, Optional<ServedPod>> pods) throws IOException {
    if (!bucket.take(1)) {
      return Answer.tooMany();
    }
    Optional<Route> route = routes.of(request.path());
    if (route.isEmpty()) {
      return Answer.notFound();
    }
    if (route.get().isPosted() && !request.method().equals("POST")) {
      return Answer.wrongMethod("POST");
    }
    if (!route.get().isPosted() && !List.of("GET", "HEAD").contains(request.method())) {
      return Answer.wrongMethod("GET, HEAD");
    }
    if (isBefore(FIRST_WITHOUT_FLAVOR)
        && request.flavor().filter(it -> it.strip().equals(FLAVOR)).isEmpty()) {
      return Answer.bad("the header Metadata-Flavor: AppContainer is missing");
    }
    try {
      return answer(route.get(), request, pods);
    } catch (Request.RefusedException e) {
      return e.answer();
    }
  }

  private Answer answer(Route route, Request request, Function<String, Optional<ServedPod>> pods)
      throws IOException, Request.RefusedException {
    if (route instanceof Route.PodManifest) {
      return file(files.manifest());
    }
    if (route instanceof Route.PodUuid) {
      return Answer.of(files.uuid(), Answer.ASCII);
    }
    if (route instanceof Route.ImageManifest it) {
      return file(files.imageManifest(files.apps().get(it.app())));
    }
    if (route instanceof Route.ImageId it) {
      return Answer.of(files.apps().get(it.app()).imageId(), Answer.ASCII);
    }
    if (route instanceof Route.Annotations it) {
      return list(annotations(it.app()));
    }
    if (route instanceof Route.Annotation it) {
      return annotations(it.app()).stream()
          .filter(each -> each.name().equals(it.name()))
          .findFirst()
          .map(each -> Answer.of(each.value(), Answer.TEXT))
          .orElse(Answer.notFound());
    }
    return route instanceof Route.Sign ? sign(request) : verify(request, pods);
  }

  // --- what is known

  private Answer file(Path file) throws IOException {
    charge(Files.size(file));
    return Answer.of(file, Answer.JSON);
  }

  /** Lets what is long count for more. */
  private void charge(long bytes) {
    bucket.take(bytes / PIECE_BYTES);
  }

  private List<PodMetadata.Annotation> annotations(Optional<Integer> app) throws IOException {
    charge(files.annotationBytes());
    return app.isPresent() ? files.annotations(app.get()) : files.annotations();
  }

  private Answer list(List<PodMetadata.Annotation> annotations) {
    if (isBefore(FIRST_WITH_LISTS)) {
      // As a directory is listed.
      return Answer.of(
          String.join("\n", annotations.stream().map(PodMetadata.Annotation::name).toList()),
          Answer.TEXT);
    }
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    JsonWriter json = new JsonWriter(out);
    json.beginArray();
    for (PodMetadata.Annotation annotation : annotations) {
      json.beginObject();
      json.name("name").value(annotation.name());
      json.name("value").value(annotation.value());
      json.endObject();
    }
    json.endArray();
    out.flush();
    return Answer.of(text.toString(), Answer.JSON);
  }

  // --- signatures

  private Answer sign(Request request) throws IOException, Request.RefusedException {
    if (isBefore(FIRST_WITH_FORMS)) {
      byte[] body = request.body().read();
      charge(body.length);
      return Answer.of(identity.sign(body, 0, body.length), Answer.ASCII);
    }
    if (!isForm(request)) {
      return Answer.wrongType();
    }
    byte[] body = request.body().read();
    charge(body.length);
    Optional<Form> form = Form.of(body, List.of(CONTENT));
    Optional<Form.Field> content = form.flatMap(it -> it.field(CONTENT));
    if (form.isEmpty() || content.isEmpty()) {
      return Answer.bad("the form has to have one field content");
    }
    return Answer.of(
        identity.sign(form.get().bytes(), content.get().offset(), content.get().length()),
        Answer.ASCII);
  }

  private Answer verify(Request request, Function<String, Optional<ServedPod>> pods)
      throws IOException, Request.RefusedException {
    if (!isForm(request)) {
      return Answer.wrongType();
    }
    byte[] body = request.body().read();
    charge(body.length);
    Optional<Form> form = Form.of(body, List.of(CONTENT, SIGNATURE, UID, UUID));
    Optional<String> signature = form.flatMap(it -> it.text(SIGNATURE));
    Optional<String> uuid = form.flatMap(it -> it.text(UUID).or(() -> it.text(UID)));
    Optional<Form.Field> content = form.flatMap(it -> it.field(CONTENT));
    if (form.isEmpty() || signature.isEmpty() || uuid.isEmpty()) {
      return Answer.bad("the form has to have the fields signature and uuid, each of them once");
    }
    if (content.isEmpty() && !isBefore(FIRST_WITH_FORMS)) {
      return Answer.bad("the form has to have one field content");
    }
    Optional<Identity> signer =
        pods.apply(uuid.get().toLowerCase(Locale.ROOT)).map(it -> it.identity);
    boolean verified =
        signer.isPresent()
            && (content.isPresent()
                ? signer
                    .get()
                    .verifies(
                        form.get().bytes(),
                        content.get().offset(),
                        content.get().length(),
                        signature.get())
                : signer.get().remembers(signature.get()));
    return verified ? Answer.of("", Answer.ASCII) : Answer.notVerified();
  }

  private static boolean isForm(Request request) {
    return request
        .type()
        .map(it -> it.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(FORM::equals)
        .isPresent();
  }

  /** The names of what it knows of a pod are no secret, the rest may be. */
  @Override
  public String toString() {
    return "pod " + uuid();
  }
}
