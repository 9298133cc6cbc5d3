package org.appctoolkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
  private static Manifest read(ManifestKind kind, String version, String text) {
    Json root =
        Document.read(Source.of("text", text.replace('\'', '"')), Limits.DEFAULT)
            .root()
            .orElseThrow();
    return ManifestReader.read((Json.Obj) root, kind, SpecVersion.known(version).orElseThrow());
  }

  private static ImageManifest image(String version, String text) {
    return (ImageManifest) read(ManifestKind.IMAGE_MANIFEST, version, text);
  }

  private static PodManifest pod(String version, String text) {
    return (PodManifest) read(ManifestKind.POD_MANIFEST, version, text);
  }

  @ParameterizedTest
  @CsvSource({"0.1.1, name", "0.2.0, app", "0.5.2, app", "0.6.0, imageName"})
  void dependencyHasANameWhateverItsKeyIsCalled(String version, String key) {
    ImageManifest image = image(version, "{'dependencies':[{'" + key + "':'example.com/a'}]}");

    assertThat(image.dependencies())
        .flatMap(dependency -> dependency.imageName().stream().toList())
        .map(name -> name.value() + " at " + name.pointer())
        .containsExactly("example.com/a at /dependencies/0/" + key);
  }

  @ParameterizedTest
  @CsvSource({"0.1.1, val", "0.2.0, value", "0.8.11, value"})
  void labelHasAValueWhateverItsKeyIsCalled(String version, String key) {
    ImageManifest image = image(version, "{'labels':[{'name':'os','" + key + "':'linux'}]}");

    assertThat(image.labels())
        .flatMap(label -> label.text().stream().toList())
        .map(Located::value)
        .containsExactly("linux");
  }

  @Test
  void annotationsAreAListOrAMap() {
    ImageManifest map = image("0.1.1", "{'annotations':{'a':'b'}}");
    ImageManifest list = image("0.8.11", "{'annotations':[{'name':'a','value':'b'}]}");

    assertThat(List.of(map, list))
        .flatMap(ImageManifest::annotations)
        .allMatch(annotation -> annotation.isNamed("a"))
        .map(annotation -> annotation.text().orElseThrow().value())
        .containsExactly("b", "b");
  }

  @Test
  void whatHasTheWrongTypeIsLeftOut() {
    ImageManifest image =
        image("0.8.11", "{'name':7,'labels':[1,{'name':'os'},null],'app':[],'dependencies':{}}");

    assertThat(image.name()).isEmpty();
    assertThat(image.labels()).map(NamedValue::pointer).hasToString("[/labels/1]");
    assertThat(image.app()).isEmpty();
    assertThat(image.dependencies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "80, 80",
    "8e1, 80",
    "80.0, 80",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775807, 9223372036854775807"
  })
  void wholeNumberIsReadHoweverItIsWritten(String written, long number) {
    PodManifest pod = pod("0.8.11", "{'ports':[{'hostPort':" + written + "}]}");

    assertThat(pod.podPorts().get(0).hostPort()).map(Located::value).contains(number);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775808, 9223372036854775807",
    "1e9999, 9223372036854775807",
    "-1e9999, -9223372036854775808"
  })
  void aNumberThatIsTooLargeIsTheLargestThereIs(String written, long number) {
    PodManifest pod = pod("0.8.11", "{'ports':[{'hostPort':" + written + "}]}");

    assertThat(pod.podPorts().get(0).hostPort()).map(Located::value).contains(number);
  }

  @ParameterizedTest
  @CsvSource({"80.5", "1e-9999", "'\"80\"'", "null"})
  void anotherNumberIsAbsent(String written) {
    PodManifest pod = pod("0.8.11", "{'ports':[{'hostPort':" + written + "}]}");

    assertThat(pod.podPorts().get(0).hostPort()).isEmpty();
  }

  @Test
  void anEmptyListOfAppsIsToldFromAMissingOne() {
    assertThat(pod("0.8.11", "{'apps':[]}").emptyApps()).isPresent();
    assertThat(pod("0.8.11", "{'apps':[{}]}").emptyApps()).isEmpty();
    assertThat(pod("0.8.11", "{}").emptyApps()).isEmpty();
  }

  @Test
  void isolatorsOfAPodAreThoseOfItsAppsAndItsOwn() {
    PodManifest pod =
        pod(
            "0.8.11",
            "{'apps':[{'app':{'isolators':[{'name':'a'}]}}],'isolators':[{'name':'b'},{'name':'b'}]}");

    assertThat(pod.isolators())
        .filteredOn(isolators -> !isolators.list().isEmpty())
        .map(isolators -> isolators.scope() + " " + isolators.list().size())
        .containsExactly("APP 1", "POD 2");
    assertThat(pod.ownIsolators().named("b")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0.6.1, supplementaryGIDs, ''",
    "0.7.0, supplementaryGIDs, ''",
    "0.7.0, supplementaryGids, 10 at /app/supplementaryGids/0",
    "0.7.1, supplementaryGIDs, 10 at /app/supplementaryGIDs/0",
    "0.8.11, supplementaryGids, ''",
  })
  void supplementaryGroupsHaveTheKeyOfTheirVersion(String version, String key, String expected) {
    ImageManifest image = image(version, "{'app':{'" + key + "':[10,'x',1.5]}}");

    assertThat(image.app().orElseThrow().supplementaryGids())
        .map(gid -> gid.value() + " at " + gid.pointer())
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @CsvSource({"0.8.0, true, false", "0.8.1, true, true", "0.8.1, false, false", "0.8.1, 1, false"})
  void aRootfsIsReadOnlyWhereTheVersionKnowsThat(String version, String written, boolean expected) {
    PodManifest pod = pod(version, "{'apps':[{'readOnlyRootFS':" + written + "}]}");

    assertThat(pod.podApps().get(0).readOnlyRootFs()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"{}, false", "'{''readOnly'':true}', true", "'{''readOnly'':''true''}', false"})
  void aMountPointIsReadOnlyWhenItSaysSo(String point, boolean expected) {
    ImageManifest image = image("0.1.1", "{'app':{'mountPoints':[" + point + "]}}");

    assertThat(image.app().orElseThrow().mountPoints())
        .map(MountPoint::readOnly)
        .containsExactly(expected);
  }

  @Test
  void aVolumeSaysWhatItsVersionKnows() {
    String text =
        "{'volumes':[{'name':'a','kind':'host','source':'/s','readOnly':true,'fulfills':['f'],"
            + "'recursive':false,'mode':'0700','uid':1,'gid':2}]}";

    Volume early = pod("0.3.0", text).volumes().get(0);
    Volume middle = pod("0.7.2", text).volumes().get(0);
    Volume late = pod("0.8.6", text).volumes().get(0);

    assertThat(List.of(early, middle, late)).allMatch(Volume::readOnly);
    assertThat(List.of(early, middle, late))
        .allMatch(volume -> volume.source().orElseThrow().value().equals("/s"));
    assertThat(early.fulfills()).map(Located::value).containsExactly("f");
    assertThat(middle.fulfills()).isEmpty();
    assertThat(early.mode()).isEmpty();
    assertThat(early.uid()).isEmpty();
    assertThat(early.gid()).isEmpty();
    assertThat(middle.mode()).map(Located::value).contains("0700");
    assertThat(middle.uid()).map(Located::value).contains(1L);
    assertThat(middle.gid()).map(Located::value).contains(2L);
    assertThat(middle.recursive()).isEmpty();
    assertThat(late.recursive()).contains(false);
  }

  @Test
  void theModeOfAVolumeMayBeANumber() {
    PodManifest pod = pod("0.7.2", "{'volumes':[{'mode':755},{'mode':true},{}]}");

    assertThat(pod.volumes())
        .map(volume -> volume.mode().map(Located::value).orElse("none"))
        .containsExactly("755", "none", "none");
  }
}
