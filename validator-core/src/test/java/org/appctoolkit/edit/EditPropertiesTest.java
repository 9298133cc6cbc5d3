package org.appctoolkit.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;

/** One edit of any image manifest that passes. */
class EditPropertiesTest {
  private static final Validator VALIDATOR = new Validator(Settings.DEFAULT);
  private static final Pointer NAME = Pointer.ROOT.key("name");
  private static final List<Fixture> FIXTURES = fixtures();

  private record Fixture(String name, Document document, SpecVersion version) {
    ImageManifest manifest() {
      return read(document, version);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * An edit with what is known of its result.
   *
   * @param since the first version that can express it
   * @param owner where it makes a difference, in the words of all versions
   * @param entry the one entry there that differs; empty if all of it may
   * @param result how what was set is read back
   * @param expected what is read back
   */
  private record Case(
      ManifestEdit edit,
      SpecVersion since,
      List<String> owner,
      String entry,
      Function<ImageManifest, Object> result,
      Object expected) {
    boolean needsApp() {
      return owner.get(0).startsWith("/app");
    }
  }

  private static List<Fixture> fixtures() {
    Path folder = Path.of("..", "fixtures", "documents", "image-manifest");
    try (Stream<Path> files = Files.walk(folder)) {
      List<Fixture> fixtures = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        boolean plain = !Files.exists(file.resolveSibling(name.replace(".json", ".options.json")));
        if (name.matches("pass-[^.]*(?:\\.[0-9]+)*\\.json") && plain) {
          Judgement judgement =
              VALIDATOR.judge(Source.of(file.toString(), Files.readAllBytes(file)));
          fixtures.add(
              new Fixture(
                  file.toString(), judgement.document().orElseThrow(), judgement.version()));
        }
      }
      return fixtures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ImageManifest read(Document document, SpecVersion version) {
    return (ImageManifest)
        ManifestReader.read(
            (Json.Obj) document.root().orElseThrow(), ManifestKind.IMAGE_MANIFEST, version);
  }

  @Provide
  Arbitrary<Fixture> fixture() {
    return Arbitraries.of(FIXTURES);
  }

  @Provide
  Arbitrary<Case> edit() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withCharRange('\u0001', '\ud7ff')
            .withChars('"', '\\', '\n', '\u007f', '\u2028', '\ufffd')
            .ofMaxLength(100);
    Arbitrary<List<String>> lists = texts.list().ofMaxSize(6);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        Arbitraries.of("example-edited", "edited")
            .map(
                name ->
                    new Case(
                        new ImageEdit.SetName(name),
                        SpecVersion.OLDEST,
                        List.of("/name"),
                        "",
                        it -> it.name().map(Located::value),
                        Optional.of(name))),
        Combinators.combine(Arbitraries.of("version", "channel", "edited"), texts)
            .as(EditPropertiesTest::label),
        Combinators.combine(Arbitraries.of("authors", "edited"), texts)
            .as(EditPropertiesTest::annotation),
        Combinators.combine(Arbitraries.of("LEDGER_QUIET", "EDITED"), texts)
            .as(EditPropertiesTest::environment),
        lists.map(EditPropertiesTest::exec),
        Combinators.combine(Arbitraries.of("ledger-data", "edited"), flags.optional())
            .as(EditPropertiesTest::mountPoint),
        Combinators.combine(Arbitraries.of("web", "edited"), flags.optional(), flags)
            .as(EditPropertiesTest::port),
        lists.map(EditPropertiesTest::eventHandler),
        Arbitraries.of("2G", "123Mi").map(EditPropertiesTest::memory),
        Arbitraries.of("/edited", "/").map(EditPropertiesTest::workingDirectory),
        Arbitraries.longs()
            .between(0, 4294967295L)
            .list()
            .ofMaxSize(9)
            .map(EditPropertiesTest::gids));
  }

  private static Case label(String name, String value) {
    return new Case(
        new ImageEdit.SetLabel(name, value),
        SpecVersion.OLDEST,
        List.of("/labels"),
        name,
        it -> texts(it.labels(), name),
        List.of(value));
  }

  private static Case annotation(String name, String value) {
    return new Case(
        new ImageEdit.SetAnnotation(name, value),
        SpecVersion.OLDEST,
        List.of("/annotations"),
        name,
        it -> texts(it.annotations(), name),
        List.of(value));
  }

  private static Case environment(String name, String value) {
    return new Case(
        new AppEdit.SetEnvironment(name, value),
        SpecVersion.OLDEST,
        List.of("/app/environment"),
        name,
        it -> texts(it.app().orElseThrow().environment(), name),
        List.of(value));
  }

  private static Case exec(List<String> arguments) {
    List<String> exec = new ArrayList<>(List.of("/edited"));
    exec.addAll(arguments);
    return new Case(
        new AppEdit.SetExec(exec),
        SpecVersion.OLDEST,
        List.of("/app/exec"),
        "",
        it -> it.app().orElseThrow().exec().stream().map(Located::value).toList(),
        exec);
  }

  private static Case mountPoint(String name, Optional<Boolean> readOnly) {
    return new Case(
        new AppEdit.SetMountPoint(name, "/edited", readOnly),
        SpecVersion.OLDEST,
        List.of("/app/mountPoints"),
        name,
        it ->
            it.app().orElseThrow().mountPoints().stream()
                .filter(point -> point.name().orElseThrow().value().equals(name))
                .map(point -> point.path().orElseThrow().value())
                .toList(),
        List.of("/edited"));
  }

  private static Case port(String name, Optional<Boolean> socketActivated, boolean range) {
    return new Case(
        new AppEdit.SetPort(
            name, "tcp", 61234, range ? OptionalInt.of(3) : OptionalInt.empty(), socketActivated),
        range ? new SpecVersion(0, 5, 2) : SpecVersion.OLDEST,
        List.of("/app/ports"),
        name,
        it ->
            it.ports().stream()
                .filter(port -> port.name().filter(given -> given.value().equals(name)).isPresent())
                .map(port -> port.first() + "-" + port.last())
                .toList(),
        List.of(range ? "61234-61236" : "61234-61234"));
  }

  private static Case eventHandler(List<String> arguments) {
    List<String> exec = new ArrayList<>(List.of("/edited"));
    exec.addAll(arguments);
    return new Case(
        new AppEdit.SetEventHandler("post-stop", exec),
        SpecVersion.OLDEST,
        List.of("/app/eventHandlers"),
        "post-stop",
        it ->
            it.app().orElseThrow().eventHandlers().stream()
                .filter(handler -> handler.name().orElseThrow().value().equals("post-stop"))
                .count(),
        1L);
  }

  private static Case memory(String limit) {
    return new Case(
        new AppEdit.SetIsolator("resource/memory", Editing.value("{\"limit\":\"" + limit + "\"}")),
        new SpecVersion(0, 4, 0),
        List.of("/app/isolators"),
        "resource/memory",
        it ->
            it.app().orElseThrow().isolators().named("resource/memory").stream()
                .map(isolator -> isolator.amount("limit").orElseThrow().value())
                .toList(),
        List.of(limit));
  }

  private static Case workingDirectory(String path) {
    return new Case(
        new AppEdit.SetWorkingDirectory(path),
        new SpecVersion(0, 2, 0),
        List.of("/app/workingDirectory"),
        "",
        it -> true,
        true);
  }

  private static Case gids(List<Long> gids) {
    return new Case(
        new AppEdit.SetSupplementaryGids(gids),
        new SpecVersion(0, 7, 0),
        List.of("/app/supplementaryGIDs", "/app/supplementaryGids"),
        "",
        it -> true,
        true);
  }

  private static List<String> texts(List<NamedValue> values, String name) {
    return values.stream()
        .filter(it -> it.isNamed(name))
        .map(it -> it.text().orElseThrow().value())
        .toList();
  }

  @Property(tries = 2000)
  void theResultIsWhatWasAskedForAndTheRestIsAsBefore(
      @ForAll("fixture") Fixture fixture, @ForAll("edit") Case edit) throws RefusedEditException {
    SpecVersion version = fixture.version();
    List<ManifestEdit> edits = List.of(edit.edit());
    if (version.compareTo(edit.since()) < 0
        || (edit.needsApp() && fixture.manifest().app().isEmpty())) {
      assertThatThrownBy(
              () -> ManifestEdits.apply(fixture.document(), version, Limits.DEFAULT, edits))
          .isInstanceOf(RefusedEditException.class);
      return;
    }

    Document edited = ManifestEdits.apply(fixture.document(), version, Limits.DEFAULT, edits);

    assertThat(edit.result().apply(read(edited, version))).isEqualTo(edit.expected());
    assertThat(rest(edited, edit)).isEqualTo(rest(fixture.document(), edit));
    assertThat(ManifestEdits.apply(edited, version, Limits.DEFAULT, edits)).isSameAs(edited);
    assertThat(VALIDATOR.judge(edited.source()).findings().all())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .isEmpty();
  }

  @Property(tries = 500)
  void whatIsAddedToAListAndRemovedAgainLeavesNoTrace(
      @ForAll("fixture") Fixture fixture, @ForAll boolean inApp) throws RefusedEditException {
    boolean app = inApp && fixture.manifest().app().isPresent();
    ManifestEdit first =
        app ? new AppEdit.SetEnvironment("FIRST", "x") : new ImageEdit.SetLabel("first", "x");
    ManifestEdit add =
        app ? new AppEdit.SetEnvironment("ADDED", "x") : new ImageEdit.SetLabel("added", "x");
    ManifestEdit remove =
        app ? new AppEdit.RemoveEnvironment("ADDED") : new ImageEdit.RemoveLabel("added");
    SpecVersion version = fixture.version();
    Document before =
        ManifestEdits.apply(fixture.document(), version, Limits.DEFAULT, List.of(first));

    Document added = ManifestEdits.apply(before, version, Limits.DEFAULT, List.of(add));
    Document after = ManifestEdits.apply(added, version, Limits.DEFAULT, List.of(remove));

    assertThat(added.text()).isNotEqualTo(before.text());
    assertThat(after.text()).isEqualTo(before.text());
  }

  @Property(tries = 500)
  void linesThatNoEditTouchesStayByteByByte(
      @ForAll("fixture") Fixture fixture, @ForAll boolean crlf) throws RefusedEditException {
    String text = fixture.document().text().replace("\n", crlf ? "\r\n" : "\n");
    int name = Editing.document(text).at(NAME).orElseThrow().region().start().line();

    String edited = Editing.edited(text, "0.8.11", new ImageEdit.SetName("edited"));

    assertThat(without(name, edited)).isEqualTo(without(name, text));
  }

  /** The text without one of its lines, but with all line ends. */
  private static String without(int line, String text) {
    String[] lines = text.split("(?<=\n)", -1);
    lines[line - 1] = "";
    return String.join("", lines);
  }

  /** Everything but what an edit is about, in its order. */
  private static String rest(Document document, Case edit) {
    return rest(document.root().orElseThrow(), edit);
  }

  private static String rest(Json json, Case edit) {
    boolean entries = !edit.entry().isEmpty() && edit.owner().contains(json.pointer().toString());
    if (json instanceof Json.Obj object) {
      List<String> members = new ArrayList<>();
      for (Json.Member member : object.members()) {
        boolean owner = edit.owner().contains(member.value().pointer().toString());
        String value = rest(member.value(), edit);
        if ((owner && (edit.entry().isEmpty() || value.equals("[]") || value.equals("{}")))
            || (entries && member.key().equals(edit.entry()))) {
          continue;
        }
        members.add(member.key() + ":" + value);
      }
      return "{" + String.join(",", members) + "}";
    }
    if (json instanceof Json.Arr array) {
      List<String> elements = new ArrayList<>();
      for (Json element : array.elements()) {
        boolean named =
            element instanceof Json.Obj object
                && object.get("name").orElse(element) instanceof Json.Str name
                && name.value().equals(edit.entry());
        if (!entries || !named) {
          elements.add(rest(element, edit));
        }
      }
      return "[" + String.join(",", elements) + "]";
    }
    return NewValue.of(json).toString();
  }
}
