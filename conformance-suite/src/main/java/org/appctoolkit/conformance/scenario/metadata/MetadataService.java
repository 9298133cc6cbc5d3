package org.appctoolkit.conformance.scenario.metadata;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/**
 * What apps learn of their pod: ace.md, "App Container Metadata Service" and "Pod UUID".
 *
 * <p>Two pods live at the same time. An app of the first asks for everything and has something
 * signed; an app of the second verifies that, and asks for what is none of its business. The pods
 * are here, the judgements in {@link MetadataAccess}, {@link MetadataContent} and {@link
 * MetadataSignatures}.
 */
public final class MetadataService {
  static final String CAPABILITY = "metadata-service";

  /** The pod that signs, with the apps {@link #MAIN} and {@link #SIDE}. */
  static final String SIGNER = "signer";

  /** The pod that verifies, with the app {@link #FOREIGN}. */
  static final String VERIFIER = "verifier";

  // Some texts have the name of an app from its image: it is the same here.
  static final String MAIN = "metadata-main";
  static final String SIDE = "metadata-side";
  static final String FOREIGN = "metadata-foreign";

  /** The roles of processes whose observations are waited for. */
  static final String NAMER = "namer";

  static final String HASHER = "hasher";

  /** The role of the process whose token is not the one of the pod. */
  static final String STRANGER = "stranger";

  /** The architecture in the manifests of images, as a fact. */
  static final String ARCHITECTURE = "architecture";

  static final String POD_ANNOTATION = "colour";
  static final String POD_VALUE = "dark \"blue\" & gr\u00fcn";
  static final String SECRET = "secret";
  static final String SECRET_VALUE = "d1f8a0c35e9b4472";
  static final String IMAGE_ANNOTATION = "of-the-image";
  static final String BOTH_ANNOTATION = "of-both";
  static final String OWN_ANNOTATION = "of-the-pod";
  static final String FROM_IMAGE = "from the image";
  static final String FROM_POD = "from the pod";

  static final String CONTENT = "who am I? 100% \"me\" & you = us + gr\u00fcn";
  static final String OTHER_CONTENT = "who am I? 100% \"me\" & you = us + blau";

  /** Where an answer is put that may be too long for one observation. */
  static final String POD_MANIFEST = "/pod-manifest";

  static final String IMAGE_MANIFEST = "/image-manifest";

  /** How many bytes of it each observation shows at least, even if all of them are escaped. */
  static final int PIECE = 900;

  private static final int PIECES = 20;
  private static final String UUID_FILE = "/uuid";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final SpecVersion PODS = new SpecVersion(0, 5, 0);
  private static final SpecVersion LISTS = new SpecVersion(0, 8, 0);
  private static final SpecVersion FORMS = new SpecVersion(0, 3, 0);
  private static final SpecVersion NO_FLAVOR = new SpecVersion(0, 5, 2);

  /** The one scenario, with the expectations of all sections about the service. */
  public static final List<Scenario> ALL =
      List.of(
          MetadataSignatures.expectedOf(
              MetadataContent.expectedOf(MetadataAccess.expectedOf(scenario()))));

  private MetadataService() {}

  private static Scenario scenario() {
    return Scenario.of(
            "metadata-service",
            "what two pods learn of themselves and of one another",
            MetadataService::play)
        .needing("multi-app");
  }

  // --- what differs between versions

  private static boolean isBefore(SpecVersion version, SpecVersion other) {
    return version.compareTo(other) < 0;
  }

  /** Whether annotations are a list, not a directory with an entry for each. */
  static boolean hasLists(SpecVersion version) {
    return !isBefore(version, LISTS);
  }

  /** Whether what is to be signed is a field of a form, and a signature is verified with it. */
  static boolean hasForms(SpecVersion version) {
    return !isBefore(version, FORMS);
  }

  static boolean hasPods(SpecVersion version) {
    return !isBefore(version, PODS);
  }

  /** The path of what is known of the pod. */
  static String ofPod(SpecVersion version, String entry) {
    return (hasPods(version) ? "pod/" : "container/") + entry;
  }

  /** The path of its UUID. */
  static String uuid(SpecVersion version) {
    return ofPod(version, hasPods(version) ? "uuid" : "uid");
  }

  static String sign(SpecVersion version) {
    return ofPod(version, "hmac/sign");
  }

  static String verify(SpecVersion version) {
    return ofPod(version, "hmac/verify");
  }

  static String ofApp(String app, String entry) {
    return "apps/" + app + "/" + entry;
  }

  // --- requests

  /** The words of requests at a version. */
  private record Requests(SpecVersion version) {
    private static final String HERE = "$AC_METADATA_URL";

    private String http(String method, String url, String body, String type) {
      String flavor = isBefore(version, NO_FLAVOR) ? " Metadata-Flavor:%20AppContainer" : "";
      String content = type.isEmpty() ? "" : " Content-Type:%20" + type;
      return "http %s %s %s%s%s".formatted(method, url, body, flavor, content);
    }

    private static String at(String base, String path) {
      return base + "/acMetadata/v1/" + path;
    }

    String get(String path) {
      return http("GET", at(HERE, path), "-", "");
    }

    String getInto(String file, String path) {
      return get(path) + " >" + file;
    }

    String getAt(String base, String path) {
      return http("GET", at(word(base), path), "-", "");
    }

    /** All annotations, and where they are a directory each of the named ones. */
    List<String> annotations(String path, String... names) {
      if (hasLists(version)) {
        return List.of(get(path + "annotations"));
      }
      List<String> all = new ArrayList<>();
      all.add(get(path + "annotations/"));
      for (String name : names) {
        all.add(get(path + "annotations/" + name));
      }
      return all;
    }

    String sign(String content) {
      String url = at(HERE, MetadataService.sign(version));
      return hasForms(version)
          ? http("POST", url, field("content", content), FORM)
          : http("POST", url, word(content), "application/octet-stream");
    }

    /**
     * Verifies a signature.
     *
     * @param uuid the UUID, or a file in braces with an at sign
     */
    String verify(String content, String uuid, String signature) {
      String key = hasPods(version) ? "uuid" : "uid";
      String who = uuid.startsWith("@{") ? key + "=" + uuid : field(key, uuid);
      String body = who + "&" + field("signature", signature);
      return http(
          "POST",
          at(HERE, MetadataService.verify(version)),
          hasForms(version) ? field("content", content) + "&" + body : body,
          FORM);
    }

    private static final String FORM = "application/x-www-form-urlencoded";

    private static String field(String key, String value) {
      return key + "=" + word(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** A word of the probe, which takes % for an escape, and a space for its end. */
    private static String word(String text) {
      StringBuilder word = new StringBuilder();
      for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
        boolean plain = one > ' ' && one < 0x7f && one != '%' && one != '@' && one != '$';
        word.append(plain ? String.valueOf((char) one) : "%%%02X".formatted(one & 0xff));
      }
      return word.toString();
    }
  }

  private static List<String> pieces(String file) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < PIECES; i++) {
      all.add("read %s %d".formatted(file, i * PIECE));
    }
    return all;
  }

  // --- pods

  /** The app that asks for everything. */
  static ProbeApp main(SpecVersion version, boolean withVolume) {
    Requests requests = new Requests(version);
    List<String> actions = new ArrayList<>();
    actions.add("env");
    actions.addAll(List.of("fork " + NAMER, requests.get(uuid(version)), "end-fork"));
    actions.addAll(List.of("fork " + HASHER, requests.sign(CONTENT), "end-fork", "wait 60000"));
    actions.add(requests.get(uuid(version)));
    actions.addAll(requests.annotations(ofPod(version, ""), POD_ANNOTATION, SECRET));
    for (String app : List.of(MAIN, SIDE)) {
      actions.addAll(
          requests.annotations(ofApp(app, ""), IMAGE_ANNOTATION, BOTH_ANNOTATION, OWN_ANNOTATION));
      actions.add(requests.get(ofApp(app, "image/id")));
    }
    actions.add(requests.getInto(POD_MANIFEST, ofPod(version, "manifest")));
    actions.addAll(pieces(POD_MANIFEST));
    actions.add(requests.getInto(IMAGE_MANIFEST, ofApp(MAIN, "image/manifest")));
    actions.addAll(pieces(IMAGE_MANIFEST));
    actions.add(requests.sign(CONTENT));
    actions.add(requests.sign(OTHER_CONTENT));
    actions.addAll(
        List.of(
            "fork " + STRANGER,
            // A letter more, and it is another token.
            requests.http("GET", Requests.at(Requests.HERE + "x", uuid(version)), "-", ""),
            "end-fork",
            "wait 60000"));
    actions.add("serve-until TERM 110000");
    ProbeApp app =
        ProbeApp.of(MAIN, image(MAIN), actions.toArray(String[]::new))
            .annotated(BOTH_ANNOTATION, FROM_POD)
            .annotated(OWN_ANNOTATION, FROM_POD);
    return withVolume ? app.mounting("scratch", "scratch", "/scratch") : app;
  }

  private static ProbeApp side(SpecVersion version) {
    return ProbeApp.of(SIDE, image(SIDE), "env", new Requests(version).get(uuid(version)));
  }

  private static ProbeImage image(String name) {
    return ProbeImage.named(name)
        .having("/scratch", ProbeImage.Item.directory(0755))
        .labelled("version", "1.0.0")
        .annotated(IMAGE_ANNOTATION, FROM_IMAGE)
        .annotated(BOTH_ANNOTATION, FROM_IMAGE);
  }

  private static ProbeApp foreign(SpecVersion version, String url, String uuid, String signature) {
    Requests requests = new Requests(version);
    List<String> actions = new ArrayList<>();
    actions.add("env");
    actions.add(requests.getInto(UUID_FILE, uuid(version)));
    actions.add(requests.sign(CONTENT));
    // In the order of MetadataSignatures.Verification.
    actions.add(requests.verify(CONTENT, uuid, signature));
    actions.add(requests.verify(CONTENT, uuid, tampered(signature)));
    actions.add(requests.verify(CONTENT, "@{%s}".formatted(UUID_FILE), signature));
    actions.add(requests.verify(OTHER_CONTENT, uuid, signature));
    actions.addAll(requests.annotations(ofPod(version, ""), SECRET));
    actions.add(requests.get(ofApp(MAIN, "image/id")));
    actions.addAll(requests.annotations(ofApp(MAIN, ""), OWN_ANNOTATION));
    actions.add("fork " + STRANGER);
    for (String base : List.of(authority(url), authority(url) + "/" + uuid, changed(url))) {
      actions.add(requests.getAt(base, uuid(version)));
      actions.addAll(
          hasLists(version)
              ? List.of(requests.getAt(base, ofPod(version, "annotations")))
              : List.of(requests.getAt(base, ofPod(version, "annotations/" + SECRET))));
    }
    actions.addAll(List.of("end-fork", "wait 60000"));
    return ProbeApp.of(FOREIGN, image(FOREIGN), actions.toArray(String[]::new));
  }

  /** A URL up to its path. */
  static String authority(String url) {
    int slashes = url.indexOf("://");
    int path = url.indexOf('/', slashes < 0 ? 0 : slashes + 3);
    return path < 0 ? url : url.substring(0, path);
  }

  /** A URL whose last letter or digit, at its end that of a token, is another one. */
  private static String changed(String url) {
    String from = authority(url);
    for (int i = url.length() - 1; i > from.length(); i--) {
      char one = url.charAt(i);
      if (Character.isLetterOrDigit(one)) {
        return url.substring(0, i) + (one == 'a' ? 'b' : 'a') + url.substring(i + 1);
      }
    }
    return url + "/a";
  }

  /** A signature with one bit that is not right. */
  private static String tampered(String signature) {
    try {
      byte[] bytes = Base64.getDecoder().decode(signature);
      if (bytes.length > 0) {
        bytes[bytes.length / 2] ^= 1;
        return Base64.getEncoder().encodeToString(bytes);
      }
    } catch (IllegalArgumentException e) {
      // It is judged elsewhere.
    }
    return Base64.getEncoder().encodeToString(new byte[64]);
  }

  // --- the play

  private static void play(Stage stage)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException {
    SpecVersion version = stage.version();
    boolean withVolume = stage.can("volume/empty") && hasPods(version);
    stage.note(ARCHITECTURE, ProbeProgram.hostArchitecture());
    ProbePod signer =
        ProbePod.of(SIGNER, main(version, withVolume), side(version))
            .annotated(POD_ANNOTATION, POD_VALUE)
            .annotated(SECRET, SECRET_VALUE);
    LivePod live =
        stage.start(withVolume ? signer.sharing(ProbePod.Volume.empty("scratch")) : signer);
    Observation name = live.awaitSight(MAIN, NAMER, "http", PATIENCE);
    Observation signature = live.awaitSight(MAIN, HASHER, "http", PATIENCE);
    live.awaitSight(MAIN, "main", "serving", PATIENCE);
    String path = "/acMetadata/v1/" + uuid(version);
    String url = String.valueOf(name.values().getOrDefault("url", ""));
    stage.run(
        ProbePod.of(
            VERIFIER,
            foreign(
                version,
                url.endsWith(path) ? url.substring(0, url.length() - path.length()) : url,
                body(name),
                body(signature))));
    live.stop();
  }

  private static String body(Observation http) {
    return String.valueOf(http.values().getOrDefault("body", "")).strip();
  }
}
