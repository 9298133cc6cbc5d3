package org.appctoolkit.edit;

import static org.appctoolkit.edit.Editing.edited;
import static org.appctoolkit.edit.Editing.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an edit writes in the manifests of each version, and where it is refused. */
class DialectsTest {
  private static final String WITH_APP =
      "{\"acKind\":\"ImageManifest\",\"app\":{\"exec\":[\"/a\"],\"user\":\"0\",\"group\":\"0\"}}";

  /** What stands at a place after an edit. */
  private static String at(String pointer, String version, ManifestEdit... edits)
      throws RefusedEditException {
    String text = edited(WITH_APP, version, edits);
    Json json = Editing.document(text).at(Pointer.parse(pointer)).orElseThrow();
    return text.substring(json.region().start().offset(), json.region().end().offset());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1.1 | [{\"name\":\"os\",\"val\":\"linux\"}]",
        "0.2.0 | [{\"name\":\"os\",\"value\":\"linux\"}]",
        "0.8.11 | [{\"name\":\"os\",\"value\":\"linux\"}]",
      })
  void labels(String version, String written) throws RefusedEditException {
    assertThat(at("/labels", version, new ImageEdit.SetLabel("os", "linux"))).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1.1 | {\"created\":\"x\"}",
        "0.2.0 | [{\"name\":\"created\",\"value\":\"x\"}]",
        "0.8.11 | [{\"name\":\"created\",\"value\":\"x\"}]",
      })
  void annotations(String version, String written) throws RefusedEditException {
    assertThat(at("/annotations", version, new ImageEdit.SetAnnotation("created", "x")))
        .isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1.1 | {\"A\":\"x\"}",
        "0.2.0 | {\"A\":\"x\"}",
        "0.3.0 | [{\"name\":\"A\",\"value\":\"x\"}]",
        "0.8.11 | [{\"name\":\"A\",\"value\":\"x\"}]",
      })
  void environment(String version, String written) throws RefusedEditException {
    assertThat(at("/app/environment", version, new AppEdit.SetEnvironment("A", "x")))
        .isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1.1 | [{\"name\":\"cpu/shares\",\"val\":\"512\"}]",
        "0.2.0 | [{\"name\":\"cpu/shares\",\"value\":\"512\"}]",
        "0.3.0 | [{\"name\":\"cpu/shares\",\"value\":\"512\"}]",
      })
  void isolatorsAsStrings(String version, String written) throws RefusedEditException {
    AppEdit edit = new AppEdit.SetIsolator("cpu/shares", new NewValue.Text("512"));

    assertThat(at("/app/isolators", version, edit)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"0.7.0, supplementaryGids", "0.7.1, supplementaryGIDs", "0.8.11, supplementaryGIDs"})
  void supplementaryGroupIds(String version, String key) throws RefusedEditException {
    AppEdit edit = new AppEdit.SetSupplementaryGids(List.of(10L, 4294967295L));

    assertThat(at("/app/" + key, version, edit)).isEqualTo("[10,4294967295]");
  }

  @ParameterizedTest
  @CsvSource({"0.4.0", "0.4.1", "0.8.11"})
  void capabilities(String version) throws RefusedEditException {
    AppEdit edit =
        new AppEdit.SetCapabilities(AppEdit.Filter.RETAIN, List.of("CAP_KILL", "CAP_CHOWN"));

    assertThat(at("/app/isolators/0", version, edit))
        .isEqualTo(
            "{\"name\":\"os/linux/capabilities-retain-set\","
                + "\"value\":{\"set\":[\"CAP_KILL\",\"CAP_CHOWN\"]}}");
  }

  @Test
  void seccomp() throws RefusedEditException {
    AppEdit edit =
        new AppEdit.SetSeccomp(AppEdit.Filter.REMOVE, Optional.of("EPERM"), List.of("reboot"));

    assertThat(at("/app/isolators/0", "0.8.5", edit))
        .isEqualTo(
            "{\"name\":\"os/linux/seccomp-remove-set\","
                + "\"value\":{\"errno\":\"EPERM\",\"set\":[\"reboot\"]}}");
  }

  @Test
  void portsAndMountPointsAndHandlers() throws RefusedEditException {
    assertThat(
            at(
                "/app",
                "0.5.2",
                new AppEdit.SetPort("web", "tcp", 80, OptionalInt.of(3), Optional.of(true)),
                new AppEdit.SetMountPoint("work", "/w", Optional.of(false)),
                new AppEdit.SetEventHandler("pre-start", List.of("/p", "-x"))))
        .isEqualTo(
            "{\"exec\":[\"/a\"],\"user\":\"0\",\"group\":\"0\","
                + "\"eventHandlers\":[{\"name\":\"pre-start\",\"exec\":[\"/p\",\"-x\"]}],"
                + "\"mountPoints\":[{\"name\":\"work\",\"path\":\"/w\",\"readOnly\":false}],"
                + "\"ports\":[{\"name\":\"web\",\"protocol\":\"tcp\",\"port\":80,\"count\":3,"
                + "\"socketActivated\":true}]}");
  }

  @Test
  void userTexts() throws RefusedEditException {
    assertThat(at("/app/userAnnotations", "0.8.8", new AppEdit.SetUserAnnotation("A/b", "x")))
        .isEqualTo("{\"A/b\":\"x\"}");
    assertThat(at("/app/userLabels", "0.8.8", new AppEdit.SetUserLabel("c", "")))
        .isEqualTo("{\"c\":\"\"}");
  }

  @Test
  void whatAVersionCannotExpressIsRefusedWithTheVersionThatCan() {
    Map<ManifestEdit, String> refused =
        Map.ofEntries(
            Map.entry(
                new AppEdit.SetWorkingDirectory("/"),
                "0.1.1 > version 0.1.1 has no working directories; they came with 0.2.0"),
            Map.entry(
                new AppEdit.SetSupplementaryGids(List.of()),
                "0.6.1 > version 0.6.1 has no supplementary group IDs; they came with 0.7.0"),
            Map.entry(
                new AppEdit.SetPort("web", "tcp", 80, OptionalInt.of(3), Optional.empty()),
                "0.5.1 > version 0.5.1 has no counts of ports; they came with 0.5.2"),
            Map.entry(
                new AppEdit.SetUserLabel("a", "b"),
                "0.8.7 > version 0.8.7 has no user labels; they came with 0.8.8"),
            Map.entry(
                new AppEdit.SetUserAnnotation("a", "b"),
                "0.8.7 > version 0.8.7 has no user annotations; they came with 0.8.8"),
            Map.entry(
                new AppEdit.SetCapabilities(AppEdit.Filter.REMOVE, List.of()),
                "0.3.0 > os/linux/capabilities-remove-set is no isolator of version 0.3.0;"
                    + " it is one at other versions (since 0.4.0)"),
            Map.entry(
                new AppEdit.SetSeccomp(AppEdit.Filter.RETAIN, Optional.empty(), List.of("a")),
                "0.8.4 > os/linux/seccomp-retain-set is no isolator of version 0.8.4;"
                    + " it is one at other versions (since 0.8.5)"),
            Map.entry(
                new AppEdit.SetIsolator("memory/limit", new NewValue.Text("1G")),
                "0.4.0 > memory/limit is no isolator of version 0.4.0;"
                    + " it is one at other versions (0.1.1 to 0.3.0)"),
            Map.entry(
                new AppEdit.SetIsolator("example.org/own", value("{}")),
                "0.3.0 > the value of an isolator is a string in version 0.3.0;"
                    + " others came with 0.4.0"));

    refused.forEach(
        (edit, expected) -> {
          String[] parts = expected.split(" > ", 2);

          assertThatThrownBy(() -> edited(WITH_APP, parts[0], edit))
              .isInstanceOf(RefusedEditException.class)
              .hasMessage(parts[1]);
        });
  }

  @Test
  void anIsolatorThatNoVersionDefinesIsTheAuthorsOwn() throws RefusedEditException {
    AppEdit edit = new AppEdit.SetIsolator("example.org/own", value("{\"a\": [1e3, null, -0.50]}"));

    assertThat(at("/app/isolators/0/value", "0.8.11", edit)).isEqualTo("{\"a\":[1e3,null,-0.50]}");
  }

  @Test
  void setsThatExcludeOneAnotherDoNotReplaceOneAnother() throws RefusedEditException {
    String text =
        edited(
            WITH_APP,
            "0.8.11",
            new AppEdit.SetCapabilities(AppEdit.Filter.REMOVE, List.of("CAP_KILL")));
    AppEdit retain = new AppEdit.SetCapabilities(AppEdit.Filter.RETAIN, List.of("CAP_KILL"));

    assertThatThrownBy(() -> edited(text, "0.8.11", retain))
        .hasMessage(
            "the app has the isolator os/linux/capabilities-remove-set, which excludes"
                + " os/linux/capabilities-retain-set; remove it first");
    assertThat(
            edited(
                text,
                "0.8.11",
                new AppEdit.RemoveIsolator("os/linux/capabilities-remove-set"),
                retain))
        .contains("[{\"name\":\"os/linux/capabilities-retain-set\"")
        .doesNotContain("remove-set");
  }

  @Test
  void setsOfSystemCallsExcludeOneAnotherToo() throws RefusedEditException {
    String text =
        edited(
            WITH_APP,
            "0.8.5",
            new AppEdit.SetSeccomp(AppEdit.Filter.RETAIN, Optional.empty(), List.of("read")));

    assertThatThrownBy(
            () ->
                edited(
                    text,
                    "0.8.5",
                    new AppEdit.SetIsolator(
                        "os/linux/seccomp-remove-set", value("{\"set\":[\"reboot\"]}"))))
        .hasMessage(
            "the app has the isolator os/linux/seccomp-retain-set, which excludes"
                + " os/linux/seccomp-remove-set; remove it first");
  }

  @Test
  void theTwoNamesOfAnIsolatorAt040AreTheSame() throws RefusedEditException {
    String text =
        edited(
            WITH_APP,
            "0.4.0",
            new AppEdit.SetIsolator(
                "linux/capabilities-retain-set", value("{\"set\":[\"CAP_KILL\"]}")));

    assertThat(edited(text, "0.4.0", new AppEdit.SetCapabilities(AppEdit.Filter.RETAIN, List.of())))
        .contains("\"isolators\":[{\"name\":\"linux/capabilities-retain-set\",")
        .contains("{\"set\":[]}")
        .doesNotContain("os/linux");
    assertThatThrownBy(
            () ->
                edited(
                    text, "0.4.0", new AppEdit.SetCapabilities(AppEdit.Filter.REMOVE, List.of())))
        .hasMessageContaining("which excludes os/linux/capabilities-remove-set");
  }
}
