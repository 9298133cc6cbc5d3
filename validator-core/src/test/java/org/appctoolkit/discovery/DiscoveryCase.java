package org.appctoolkit.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fixture of discovery: a web, what is looked for in it, and what must come of that.
 *
 * @param file where it stands
 * @param root what it says
 */
public record DiscoveryCase(Path file, JsonNode root) {
  /** Where all of them are. */
  public static final Path FOLDER = Path.of("..", "fixtures", "discoveries");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * An answer of the web.
   *
   * @param fails how the network fails; empty if there is an answer
   * @param address the address of the host; empty for a public one
   */
  public record Answer(
      int status,
      Map<String, String> headers,
      String body,
      Optional<WebException.Kind> fails,
      Optional<String> address) {}

  /** Every case, in the order of their names. */
  public static List<DiscoveryCase> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(DiscoveryCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DiscoveryCase read(Path file) {
    try {
      return new DiscoveryCase(file, MAPPER.readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder, which is the id of a clause. */
  public String clause() {
    return file.getName(file.getNameCount() - 2).toString();
  }

  /** Whether it shows the clause of its folder keeping something from being discovered. */
  public boolean isRefusal() {
    return root.path("expected").path("obstacle").path("clause").asString("").equals(clause());
  }

  ImageReference asked() {
    SortedMap<String, String> labels = new TreeMap<>();
    root.path("labels")
        .properties()
        .forEach(it -> labels.put(it.getKey(), it.getValue().asString()));
    return new ImageReference(root.path("name").asString(), labels);
  }

  DiscoverySettings settings() {
    JsonNode settings = root.path("settings");
    DiscoverySettings usual = DiscoverySettings.DEFAULT;
    return new DiscoverySettings(
        SpecVersion.known(root.path("specVersion").asString(SpecVersion.NEWEST.toString()))
            .orElseThrow(),
        settings.path("insecureHttp").asBoolean(false),
        OptionalInt.empty(),
        settings.path("maxPageBytes").asInt(usual.pageBytes()),
        settings.path("maxRedirects").asInt(usual.redirects()),
        settings.path("maxRequests").asInt(usual.requests()));
  }

  /** What answers, by URL. */
  public Map<String, Answer> answers() {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (JsonNode node : root.path("web")) {
      Map<String, String> headers = new TreeMap<>();
      node.path("headers")
          .properties()
          .forEach(it -> headers.put(it.getKey(), it.getValue().asString()));
      StringBuilder body = new StringBuilder();
      node.path("body").forEach(line -> body.append(line.asString()).append('\n'));
      answers.put(
          node.path("url").asString(),
          new Answer(
              node.path("status").asInt(0),
              headers,
              body.toString(),
              node.has("fails")
                  ? Optional.of(
                      WebException.Kind.valueOf(
                          node.path("fails").asString().toUpperCase(Locale.ROOT).replace('-', '_')))
                  : Optional.empty(),
              node.has("address")
                  ? Optional.of(node.path("address").asString())
                  : Optional.empty()));
    }
    return answers;
  }

  /** What comes of it in a web, as lines. */
  public List<String> discoveredIn(Web web) {
    return lines(Discovery.discover(asked(), web, settings()));
  }

  /** What must come of it, in the same form. */
  public List<String> expectedOfDiscovery() {
    return expected();
  }

  /** What is expected, as lines. */
  private List<String> expected() {
    JsonNode expected = root.path("expected");
    List<String> lines = new ArrayList<>();
    expected.path("requests").forEach(url -> lines.add("request " + url.asString()));
    for (JsonNode endpoint : expected.path("endpoints")) {
      lines.add("image " + endpoint.path("image").asString());
      lines.add("signature " + endpoint.path("signature").asString());
    }
    expected.path("publicKeys").forEach(url -> lines.add("keys " + url.asString()));
    JsonNode obstacle = expected.path("obstacle");
    if (obstacle.isObject()) {
      lines.add(
          "obstacle "
              + obstacle.path("kind").asString()
              + " "
              + obstacle.path("clause").asString(""));
    }
    return lines;
  }

  /** What has come of it, in the same form. */
  static List<String> lines(Discovered discovered) {
    List<String> lines = new ArrayList<>();
    discovered.steps().forEach(step -> lines.add("request " + step.url()));
    for (Endpoint endpoint : discovered.endpoints()) {
      lines.add("image " + endpoint.image());
      lines.add("signature " + endpoint.signature());
    }
    discovered.publicKeys().forEach(url -> lines.add("keys " + url));
    discovered
        .obstacle()
        .ifPresent(
            it ->
                lines.add(
                    "obstacle "
                        + it.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + " "
                        + it.clause().map(Clause::id).orElse("")));
    return lines;
  }

  @Override
  public String toString() {
    return FOLDER.relativize(file).toString().replace('\\', '/');
  }
}
