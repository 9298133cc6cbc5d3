package org.appctoolkit.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.ResolvedPod.ResolvedApp;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.runtime.plan.PodMetadata.Annotation;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the metadata service is told of pods, which are written with apostrophes here. */
class PodMetadataTest {
  private static final String SHA512 = "sha512-" + "a".repeat(128);
  private static final String SHA256 = "sha256-" + "a".repeat(64);

  private static final PodOptions OPTIONS =
      PodOptions.of("0d0d0d0d-0000-4000-8000-000000000000", new Places("/p"));

  private static final ImageSource NOTHING =
      new ImageSource() {
        @Override
        public String name() {
          return "an archive";
        }

        @Override
        public ArchiveSummary read(
            ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor) {
          throw new AssertionError("nobody reads the archive");
        }
      };

  private static Json.Obj json(String text) {
    return (Json.Obj)
        Document.read(Source.of("text", text.replace('\'', '"')), Limits.DEFAULT)
            .root()
            .orElseThrow();
  }

  private static PodMetadata of(String pod, String image, PodOptions options) {
    Json.Obj text = json(pod);
    PodManifest manifest =
        (PodManifest)
            ManifestReader.read(text, ManifestKind.POD_MANIFEST, ManifestReader.versionOf(text));
    KnownImage known = KnownImage.of(List.of(), 1, json(image), NOTHING);
    List<ResolvedApp> apps = new ArrayList<>();
    List<AppPlan> plans = new ArrayList<>();
    for (PodApp app : manifest.podApps()) {
      Optional<ImageId> id =
          app.image().flatMap(it -> it.id()).map(it -> ImageId.parse(it.value()).orElseThrow());
      apps.add(new ResolvedApp(app, id, Optional.of(known)));
      plans.add(new AppPlan("on-disk", List.of()));
    }
    return PodMetadata.of(text, manifest, apps, new PodPlan(List.of(), plans), options);
  }

  private static String reified(String pod, String image) {
    return of(pod, image, OPTIONS).manifest().replace('"', '\'').strip();
  }

  private static String image(String version, String app, String more) {
    return "{'acKind':'ImageManifest','acVersion':'%s','name':'example.com/web','labels':[%s]%s%s}"
        .formatted(
            version,
            version.equals("0.1.1")
                ? "{'name':'version','val':'1'}"
                : "{'name':'version','value':'1'}",
            app.isEmpty() ? "" : ",'app':" + app,
            more);
  }

  private static final String APP = "{'exec':['/a'],'user':'0','group':'0'}";

  /** A pod of one app with these further members, and further ones of its own. */
  private static String pod(String version, String ofApp, String more) {
    return "{'acKind':'PodManifest','acVersion':'%s','apps':[{'name':'a','image':{'id':'%s'}%s}]%s}"
        .formatted(version, SHA512, ofApp, more);
  }

  // --- the manifest

  @Test
  void anAppOfAnImageIsWrittenIntoThePod() {
    String reified = reified(pod("0.8.11", "", ""), image("0.8.11", APP, ""));

    assertThat(reified)
        .isEqualTo(
            pod("0.8.11", ",'app':" + APP, "")
                .replace(
                    "'},",
                    "','name':'example.com/web','labels':[{'name':'version','value':'1'}]},"));
  }

  @Test
  void whatThePodSaysItselfStays() {
    String pod =
        "{'acKind':'PodManifest','acVersion':'0.8.11','x-mine':[1.50,{'a':null}],'apps':[{'name':'a',"
            + "'image':{'id':'%s','name':'example.com/other','labels':[]},".formatted(SHA512)
            + "'app':{'exec':['/b'],'user':'1','group':'1'},'x':'\\u0007\\u00e4'}]}";

    assertThat(reified(pod, image("0.8.11", APP, ""))).isEqualTo(pod.replace("\\u00e4", "\u00e4"));
  }

  @ParameterizedTest
  @CsvSource({"0.8.11, path, /data", "0.7.0, path, /data", "0.6.1, mountPoint, data"})
  void aVolumeThatIsMountedByItsNameGetsAMount(String version, String key, String place) {
    String app =
        "{'exec':['/a'],'user':'0','group':'0','mountPoints':[{'name':'data','path':'/data'}]}";
    String pod =
        "{'acKind':'PodManifest','acVersion':'%s','apps':[{'name':'a','image':{'id':'%s'}}],'volumes':[{'name':'data','kind':'empty'}]}"
            .formatted(version, SHA512);

    assertThat(reified(pod, image(version, app, "")))
        .contains("'mounts':[{'volume':'data','" + key + "':'" + place + "'}]");
  }

  @Test
  void aMountThatIsThereIsNotWrittenAgain() {
    String app =
        "{'exec':['/a'],'user':'0','group':'0','mountPoints':[{'name':'data','path':'/data'}]}";
    String mounts = "'mounts':[{'volume':'other','path':'/data'}]";
    String pod =
        "{'acKind':'PodManifest','acVersion':'0.8.11','apps':[{'name':'a','image':{'id':'%s'},%s}],'volumes':[{'name':'other','kind':'empty'},{'name':'data','kind':'empty'}]}"
            .formatted(SHA512, mounts);

    assertThat(reified(pod, image("0.8.11", app, ""))).contains(mounts + ",'app'");
  }

  @Test
  void anEmptyVolumeThatNobodyHasNamedIsWrittenDown() {
    String app =
        "{'exec':['/a'],'user':'0','group':'0','mountPoints':[{'name':'data','path':'/data'}]}";
    String pod =
        "{'acKind':'PodManifest','acVersion':'0.8.11','apps':[{'name':'a','image':{'id':'%s'}},{'name':'b','image':{'id':'%s'}}]}"
            .formatted(SHA512, SHA512);

    assertThat(
            of(pod, image("0.8.11", app, ""), OPTIONS.withFilledMountPoints())
                .manifest()
                .replace('"', '\''))
        .contains("'mounts':[{'volume':'data','path':'/data'}]")
        .contains("'mounts':[{'volume':'data-2','path':'/data'}]")
        .contains("'volumes':[{'name':'data','kind':'empty'},{'name':'data-2','kind':'empty'}]");
  }

  @Test
  void aPodThatNamesItsUuidIsToldItsOwn() {
    String pod =
        "{'acKind':'ContainerRuntimeManifest','acVersion':'0.3.0','uuid':'6733c088-a507-4694-aabf-edbe4fc5266f','apps':[{'imageID':'%s'}]}"
            .formatted(SHA512);

    assertThat(reified(pod, image("0.3.0", APP, "")))
        .isEqualTo(
            pod.replace("6733c088-a507-4694-aabf-edbe4fc5266f", OPTIONS.uuid())
                .replace("'}]}", "','app':'example.com/web'}]}"));
  }

  static Stream<String> versions() {
    return SpecVersion.KNOWN.stream().map(SpecVersion::toString);
  }

  private static String wholePod(String version) {
    SpecVersion parsed = SpecVersion.known(version).orElseThrow();
    String list =
        version.equals("0.1.1")
            ? "{'ip-address':'10.1.2.3'}"
            : "[{'name':'ip-address','value':'10.1.2.3'}]";
    if (!Since.podAppsHaveNames(parsed)) {
      return "{'acKind':'ContainerRuntimeManifest','acVersion':'%s','uuid':'6733c088-a507-4694-aabf-edbe4fc5266f','apps':[{'app':'example.com/web','imageID':'%s','annotations':%s}],'volumes':[{'name':'data','kind':'empty','fulfills':['data']}],'annotations':%s}"
          .formatted(version, version.equals("0.1.1") ? SHA256 : SHA512, list, list)
          .replace(version.equals("0.1.1") ? "'name':'data'," : "\0", "");
    }
    boolean pods = Since.podsAreReified(parsed);
    return "{'acKind':'%s','acVersion':'%s',%s'apps':[{'name':'web','image':{'id':'%s'},'annotations':%s}],'volumes':[{'name':'data','kind':'empty'}],'annotations':%s}"
        .formatted(
            pods ? "PodManifest" : "ContainerRuntimeManifest",
            version,
            pods ? "" : "'uuid':'6733c088-a507-4694-aabf-edbe4fc5266f',",
            SHA512,
            list,
            list);
  }

  private static List<String> errors(String manifest) {
    return new Validator(Settings.DEFAULT)
        .judge(Source.of("manifest", manifest)).findings().all().stream()
            .filter(it -> it.severity() == Severity.ERROR)
            .map(Finding::toString)
            .toList();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aReifiedManifestIsARightOneOfItsOwnVersion(String version) {
    String app =
        "{'exec':['/a'],'user':'0','group':'0','environment':%s,'mountPoints':[{'name':'data','path':'/data'}],'isolators':[]}"
            .formatted(version.equals("0.1.1") ? "{'A':'b'}" : "[{'name':'A','value':'b'}]");
    String given = wholePod(version);
    assertThat(errors(given.replace('\'', '"'))).isEmpty();

    PodMetadata metadata = of(given, image(version, app, ""), OPTIONS);

    assertThat(errors(metadata.manifest())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.1.1, 0.4.0", "0.1.1, 0.8.11", "0.7.0, 0.8.11", "0.8.11, 0.7.0", "0.8.11, 0.5.0"})
  void anAppOfAnotherVersionIsWrittenInTheWordsOfThePod(String ofImage, String ofPod) {
    boolean first = ofImage.equals("0.1.1");
    String app =
        "{'exec':['/a'],'user':'0','group':'0','environment':%s,'isolators':%s%s}"
            .formatted(
                first ? "{'A':'b'}" : "[{'name':'A','value':'b'}]",
                first ? "[{'name':'memory/limit','val':'1G'}]" : "[]",
                first
                    ? ""
                    : ofImage.equals("0.7.0")
                        ? ",'supplementaryGids':[1]"
                        : ",'supplementaryGIDs':[1]");

    String reified = reified(wholePod(ofPod), image(ofImage, app, ""));

    assertThat(reified).contains("'environment':[{'name':'A','value':'b'}]");
    assertThat(reified)
        .contains(
            first
                ? "{'name':'memory/limit','value':'1G'}"
                : ofPod.equals("0.7.0") ? "'supplementaryGids':[1]" : "'supplementaryGIDs':[1]");
    assertThat(reified).doesNotContain(first ? "'val'" : ofPod.equals("0.7.0") ? "GIDs" : "Gids");
  }

  // --- names and annotations

  @Test
  void annotationsOfThePodTakeThePlaceOfThoseOfTheImage() {
    String annotations =
        ",'annotations':[{'name':'a','value':'1'},{'name':'b','value':'2'},{'name':'c','value':'3'}]";
    String pod =
        pod(
            "0.8.11",
            ",'annotations':[{'name':'d','value':'4'},{'name':'b','value':'5'}]",
            ",'annotations':[{'name':'z','value':'9'},{'name':'y','value':'8'}]");

    PodMetadata metadata = of(pod, image("0.8.11", APP, annotations), OPTIONS);

    assertThat(metadata.annotations())
        .containsExactly(new Annotation("z", "9"), new Annotation("y", "8"));
    assertThat(metadata.apps().get(0).annotations())
        .containsExactly(
            new Annotation("a", "1"),
            new Annotation("b", "5"),
            new Annotation("c", "3"),
            new Annotation("d", "4"));
  }

  @Test
  void annotationsAreAMapAtFirst() {
    String pod =
        "{'acKind':'ContainerRuntimeManifest','acVersion':'0.1.1','apps':[{'app':'x','imageID':'%s','annotations':{'b':'2'}}],'annotations':{'z':'9'}}"
            .formatted(SHA256);

    PodMetadata metadata =
        of(pod, image("0.1.1", APP, ",'annotations':{'a':'1','b':'0'}"), OPTIONS);

    assertThat(metadata.annotations()).containsExactly(new Annotation("z", "9"));
    assertThat(metadata.apps().get(0).annotations())
        .containsExactly(new Annotation("a", "1"), new Annotation("b", "2"));
  }

  @Test
  void anAppIsToldOfByTheNameThatItIsTold() {
    String old =
        "{'acKind':'ContainerRuntimeManifest','acVersion':'0.3.0','apps':[{'imageID':'%s'}]}"
            .formatted(SHA512);

    assertThat(of(old, image("0.3.0", APP, ""), OPTIONS).apps().get(0).name())
        .isEqualTo("example.com/web");
    assertThat(of(wholePod("0.8.11"), image("0.8.11", APP, ""), OPTIONS).apps().get(0).name())
        .isEqualTo("web");
  }

  @Test
  void theManifestOfAnImageMeansTheSame() {
    String image = image("0.8.11", APP, ",'x':[1e2,-0.10,true,null,'\\\\\\u0000\\ud83d\\ude00']");

    assertThat(of(wholePod("0.8.11"), image, OPTIONS).apps().get(0).imageManifest())
        .isEqualTo(image.replace('\'', '"').replace("\\ud83d\\ude00", "\ud83d\ude00") + "\n");
  }
}
