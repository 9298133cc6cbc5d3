package org.appctoolkit.edit;

import static org.appctoolkit.edit.Editing.document;
import static org.appctoolkit.edit.Editing.edited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that are not edited, and apps that are made or not. */
class RefusalsTest {
  private static final ManifestEdit NAME = new ImageEdit.SetName("a");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"a\":2} | the key \"a\" occurs twice",
        "{\"a\":1 | 1, column ",
        "\ufeff{} | a byte order mark stands before the text",
        "{\"a\":\"\\ud800\"} | line 1, column ",
        "[] | it is an array, not an object",
        "{\"acKind\":\"PodManifest\"} | the acKind is \"PodManifest\"; only an ImageManifest",
      })
  void aManifestThatCannotBeReadInOneWayIsNotEdited(String text, String reason) {
    assertThatThrownBy(() -> edited(text, "0.8.11", NAME))
        .isInstanceOf(RefusedEditException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theMessageSaysWhereAndWhatToDo() {
    assertThatThrownBy(() -> edited("{\"a\":1,\n \"a\":2}", "0.8.11", NAME))
        .hasMessageMatching("the manifest cannot be edited: .* at line 2, column 2; mend it first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"labels\":{}}", "{\"labels\":null}", "{\"labels\":\"\"}"})
  void aListOfAnotherTypeIsNotEdited(String text) {
    assertThatThrownBy(() -> edited(text, "0.8.11", new ImageEdit.SetLabel("a", "b")))
        .hasMessageMatching("/labels is .*, not an array as in version 0.8.11; mend it first");
    assertThatThrownBy(() -> edited(text, "0.8.11", new ImageEdit.RemoveLabel("a")))
        .isInstanceOf(RefusedEditException.class);
  }

  @Test
  void theFormOfAnotherVersionIsNotEdited() {
    assertThatThrownBy(
            () ->
                edited(
                    "{\"app\":{\"environment\":[]}}",
                    "0.2.0",
                    new AppEdit.SetEnvironment("A", "b")))
        .hasMessage(
            "/app/environment is an array, not an object as in version 0.2.0; mend it first");
  }

  @Test
  void anAppOfAnotherTypeIsNotEdited() {
    assertThatThrownBy(() -> edited("{\"app\":1}", "0.8.11", new AppEdit.SetUser("0")))
        .hasMessage("/app is a number, not an object as in version 0.8.11; mend it first");
  }

  @Test
  void anAppIsNotMadeOfHalfOfItsParts() {
    assertThatThrownBy(
            () ->
                edited(
                    "{}",
                    "0.8.11",
                    new AppEdit.SetExec(List.of("/a")),
                    new AppEdit.SetUser("0"),
                    new AppEdit.SetMountPoint("a", "/a", Optional.empty())))
        .hasMessage(
            "the manifest has no app; one is made only when exec, user and group are all given");
  }

  @Test
  void anAppIsMadeOfExecUserAndGroup() throws RefusedEditException {
    assertThat(
            edited(
                "{\"name\":\"a\",\"annotations\":[]}",
                "0.8.11",
                new AppEdit.SetEnvironment("A", "b"),
                new AppEdit.SetGroup("1"),
                new AppEdit.SetUser("0"),
                new AppEdit.SetExec(List.of("/a"))))
        .isEqualTo(
            "{\"name\":\"a\",\"app\":{\"exec\":[\"/a\"],\"user\":\"0\",\"group\":\"1\","
                + "\"environment\":[{\"name\":\"A\",\"value\":\"b\"}]},\"annotations\":[]}");
  }

  @Test
  void removingFromAnAppThatIsNotThereNeedsNone() throws RefusedEditException {
    assertThat(
            edited(
                "{}",
                "0.1.1",
                new ImageEdit.RemoveApp(),
                new AppEdit.RemoveEnvironment("A"),
                new AppEdit.RemoveIsolator("a"),
                new AppEdit.RemovePort("a"),
                new AppEdit.RemoveUserAnnotation("a"),
                new AppEdit.RemoveUserLabel("a"),
                new AppEdit.Clear(AppEdit.Clear.Part.SUPPLEMENTARY_GIDS)))
        .isEqualTo("{}");
  }

  @Test
  void theAppGoes() throws RefusedEditException {
    assertThat(edited("{\"name\":\"a\",\"app\":{}}", "0.8.11", new ImageEdit.RemoveApp()))
        .isEqualTo("{\"name\":\"a\"}");
  }

  @Test
  void aResultThatNobodyWouldAcceptIsRefused() {
    assertThatThrownBy(() -> edited("{}", "0.8.11", new ImageEdit.SetName("\ud800")))
        .hasMessageStartingWith("the edited manifest would not be acceptable: ");
  }

  @Test
  void aResultBeyondTheLimitsIsRefused() {
    Document manifest = Document.read(Source.of("m", "{}"), Limits.DEFAULT);

    assertThatThrownBy(
            () ->
                ManifestEdits.apply(
                    manifest, SpecVersion.NEWEST, new Limits(10, 9, 9, 9), List.of(NAME)))
        .hasMessageContaining("the document is longer than 10 bytes");
  }

  @Test
  void moreEditsThanTheMostAreRefused() {
    assertThatThrownBy(
            () ->
                ManifestEdits.apply(
                    document("{}"),
                    SpecVersion.NEWEST,
                    Limits.DEFAULT,
                    Collections.nCopies(ManifestEdits.MOST + 1, NAME)))
        .hasMessage("more than 1000 edits at once");
  }

  @Test
  void noEditLeavesTheDocument() throws RefusedEditException {
    Document manifest = document("{ }");

    assertThat(ManifestEdits.apply(manifest, SpecVersion.NEWEST, Limits.DEFAULT, List.of()))
        .isSameAs(manifest);
  }
}
