package org.appctoolkit.edit;

import static org.appctoolkit.edit.Editing.edited;
import static org.appctoolkit.edit.Editing.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What becomes of the text around an edit, and how new text is laid out. */
class TextTest {
  private static final String MANIFEST =
      """
      {
        "acKind":   "ImageManifest",
        "acVersion": "0.8.11",
        "name": "example.org/worker",
        "labels": [
          { "name": "version", "value": "1.0.0", "x": 1e3 },
          { "name": "os", "value": "linux" }
        ],
        "app": {
          "exec": ["/bin/worker"],
          "user": "0", "group": "0",
          "environment": [
            {
              "name": "LANG",
              "value": "\\u00e9"
            }
          ]
        },
        "unknown": {"é": -0.10}
      }
      """;

  private static List<String> lines(String text) {
    return new ArrayList<>(text.lines().toList());
  }

  /** What a line-wise comparison shows: lines that went, lines that came. */
  private static String difference(ManifestEdit... edits) throws RefusedEditException {
    List<String> gone = lines(MANIFEST);
    List<String> come = lines(edited(MANIFEST, "0.8.11", edits));
    while (!gone.isEmpty() && !come.isEmpty() && gone.get(0).equals(come.get(0))) {
      gone.remove(0);
      come.remove(0);
    }
    while (!gone.isEmpty()
        && !come.isEmpty()
        && gone.get(gone.size() - 1).equals(come.get(come.size() - 1))) {
      gone.remove(gone.size() - 1);
      come.remove(come.size() - 1);
    }
    StringBuilder difference = new StringBuilder();
    gone.forEach(line -> difference.append("-").append(line).append('\n'));
    come.forEach(line -> difference.append("+").append(line).append('\n'));
    return difference.toString();
  }

  @Test
  void aValueIsReplacedInItsLine() throws RefusedEditException {
    assertThat(difference(new ImageEdit.SetName("example.org/é")))
        .isEqualTo(
            """
            -  "name": "example.org/worker",
            +  "name": "example.org/é",
            """);
  }

  @Test
  void anEntryKeepsItsUnknownKeys() throws RefusedEditException {
    assertThat(difference(new ImageEdit.SetLabel("version", "2")))
        .isEqualTo(
            """
            -    { "name": "version", "value": "1.0.0", "x": 1e3 },
            +    { "name": "version", "value": "2", "x": 1e3 },
            """);
  }

  @Test
  void aNewEntryLooksLikeTheLastOne() throws RefusedEditException {
    assertThat(difference(new ImageEdit.SetLabel("arch", "amd64")))
        .isEqualTo(
            """
            -    { "name": "os", "value": "linux" }
            +    { "name": "os", "value": "linux" },
            +    { "name": "arch", "value": "amd64" }
            """);
    assertThat(difference(new AppEdit.SetEnvironment("TZ", "UTC")))
        .isEqualTo(
            """
            +      },
            +      {
            +        "name": "TZ",
            +        "value": "UTC"
            """);
  }

  @Test
  void anEntryGoesWithItsLine() throws RefusedEditException {
    assertThat(difference(new ImageEdit.RemoveLabel("version")))
        .isEqualTo("-    { \"name\": \"version\", \"value\": \"1.0.0\", \"x\": 1e3 },\n");
    assertThat(difference(new ImageEdit.RemoveLabel("os")))
        .isEqualTo(
            """
            -    { "name": "version", "value": "1.0.0", "x": 1e3 },
            -    { "name": "os", "value": "linux" }
            +    { "name": "version", "value": "1.0.0", "x": 1e3 }
            """);
  }

  @Test
  void theLastEntryLeavesAnEmptyList() throws RefusedEditException {
    assertThat(difference(new AppEdit.RemoveEnvironment("LANG")))
        .startsWith("-    \"environment\": [\n")
        .endsWith("+    \"environment\": []\n");
  }

  @Test
  void aClearedListGoesWithItsKey() throws RefusedEditException {
    assertThat(difference(new ImageEdit.Clear(ImageEdit.Clear.Part.LABELS)))
        .isEqualTo(
            """
            -  "labels": [
            -    { "name": "version", "value": "1.0.0", "x": 1e3 },
            -    { "name": "os", "value": "linux" }
            -  ],
            """);
  }

  @Test
  void aNewKeyStandsInTheUsualOrder() throws RefusedEditException {
    assertThat(difference(new ImageEdit.SetPathWhitelist(List.of("/a", "/b"))))
        .isEqualTo("+  \"pathWhitelist\": [\"/a\", \"/b\"],\n");
    assertThat(difference(new AppEdit.SetWorkingDirectory("/w")))
        .isEqualTo("+    \"workingDirectory\": \"/w\",\n");
  }

  @Test
  void aKeyBeforeAllOthersComesFirst() throws RefusedEditException {
    String text = edited("{\n  \"app\": {\n    \"user\": \"0\"\n  }\n}", "0.8.11", exec("/a"));

    assertThat(text)
        .isEqualTo("{\n  \"app\": {\n    \"exec\": [\"/a\"],\n    \"user\": \"0\"\n  }\n}");
  }

  @Test
  void whatIsTooLongForALineIsBroken() throws RefusedEditException {
    assertThat(difference(exec("/bin/worker", "--first=" + "x".repeat(30), "-s" + "y".repeat(30))))
        .isEqualTo(
            """
            -    "exec": ["/bin/worker"],
            +    "exec": [
            +      "/bin/worker",
            +      "--first=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            +      "-syyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
            +    ],
            """);
  }

  @Test
  void aDocumentOfOneLineStaysOne() throws RefusedEditException {
    String text =
        edited(
            "{\"name\":\"a\",\"app\":{\"exec\":[]}}\n",
            "0.8.11",
            exec("x".repeat(100), "b"),
            new ImageEdit.SetLabel("os", "linux"));

    assertThat(text)
        .isEqualTo(
            "{\"name\":\"a\",\"labels\":[{\"name\":\"os\",\"value\":\"linux\"}],\"app\":{\"exec\":[\""
                + "x".repeat(100)
                + "\",\"b\"]}}\n");
  }

  @Test
  void blanksBetweenValuesOfOneLineAreKept() throws RefusedEditException {
    assertThat(
            edited(
                "{ \"app\" : { \"user\" : \"a\" } }",
                "0.8.11",
                new AppEdit.SetEnvironment("A", "b")))
        .isEqualTo(
            "{ \"app\" : { \"user\" : \"a\", \"environment\" : [{ \"name\" : \"A\", \"value\" :"
                + " \"b\" }] } }");
  }

  @Test
  void tabsAndCarriageReturnsAreKept() throws RefusedEditException {
    String text =
        """
        {
        >"name": "a",
        >"app": {
        >>"exec": [
        >>>"/a"
        >>]
        >}
        }
        """;
    String expected =
        """
        {
        >"name": "a",
        >"labels": [
        >>{
        >>>"name": "os",
        >>>"value": "linux"
        >>}
        >],
        >"app": {
        >>"exec": [
        >>>"/b",
        >>>"c"
        >>]
        >}
        }
        """;

    assertThat(
            edited(
                withTabs(text), "0.8.11", exec("/b", "c"), new ImageEdit.SetLabel("os", "linux")))
        .isEqualTo(withTabs(expected));
  }

  private static String withTabs(String text) {
    return text.replace(">", "\t").replace("\n", "\r\n");
  }

  @Test
  void nestedValuesTakeTheFormOfThoseTheyReplace() throws RefusedEditException {
    String text =
        """
        {
          "app": {
            "isolators": [
              {
                "name": "os/linux/capabilities-retain-set",
                "value": {
                  "set": [ "CAP_KILL" ]
                }
              }
            ]
          }
        }
        """;

    assertThat(
            edited(
                text,
                "0.8.11",
                new AppEdit.SetCapabilities(AppEdit.Filter.RETAIN, List.of("CAP_A", "CAP_B"))))
        .isEqualTo(text.replace("[ \"CAP_KILL\" ]", "[ \"CAP_A\", \"CAP_B\" ]"));
  }

  @Test
  void whatShowedTheLayoutMayBeRemovedBefore() throws RefusedEditException {
    String text = "{\n  \"labels\": [\n    { \"name\": \"a\", \"value\": \"b\" }\n  ]\n}\n";

    assertThat(
            edited(
                text, "0.8.11", new ImageEdit.RemoveLabel("a"), new ImageEdit.SetLabel("a", "b")))
        .isEqualTo(text);
  }

  @Test
  void whatIsThereAlreadyKeepsItsSpelling() throws RefusedEditException {
    assertThat(
            difference(
                new AppEdit.SetEnvironment("LANG", "é"),
                new ImageEdit.SetName("example.org/worker"),
                new ImageEdit.RemoveLabel("arch"),
                new AppEdit.RemovePort("web"),
                new AppEdit.RemoveUserLabel("a"),
                new AppEdit.Clear(AppEdit.Clear.Part.PORTS)))
        .isEmpty();
  }

  @Test
  void anEntryHasTheNewPartsAndNoOtherKnownOnes() throws RefusedEditException {
    String text =
        "{\"app\":{\"ports\":[{\"port\":1,\"x\":0,\"name\":\"web\",\"protocol\":\"udp\","
            + "\"socketActivated\":true}]}}";

    assertThat(
            edited(
                text,
                "0.8.11",
                new AppEdit.SetPort("web", "udp", 2, OptionalInt.of(9), Optional.empty())))
        .isEqualTo(
            "{\"app\":{\"ports\":[{\"port\":2,\"x\":0,\"name\":\"web\",\"protocol\":\"udp\","
                + "\"count\":9}]}}");
  }

  @Test
  void ofEntriesOfOneNameOneIsLeft() throws RefusedEditException {
    String text =
        "{\"labels\":[{\"name\":\"a\",\"value\":\"1\"},7,{\"name\":\"a\",\"value\":\"2\"},{\"name\":"
            + "\"b\",\"value\":\"3\"},{\"name\":\"a\",\"value\":\"4\"}]}";

    assertThat(edited(text, "0.8.11", new ImageEdit.SetLabel("a", "5")))
        .isEqualTo(
            "{\"labels\":[{\"name\":\"a\",\"value\":\"5\"},7,{\"name\":\"b\",\"value\":\"3\"}]}");
    assertThat(edited(text, "0.8.11", new ImageEdit.RemoveLabel("a")))
        .isEqualTo("{\"labels\":[7,{\"name\":\"b\",\"value\":\"3\"}]}");
  }

  @Test
  void onlyWhatHasToBeIsEscaped() throws RefusedEditException {
    assertThat(
            edited(
                "{\"name\":1}", "0.8.11", new ImageEdit.SetName("\"\\/\b\t\n\f\r\u0001é😀\u2028")))
        .isEqualTo("{\"name\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001é😀\u2028\"}");
  }

  @Test
  void numbersOfAnIsolatorAreWrittenAsGiven() throws RefusedEditException {
    assertThat(
            difference(
                new AppEdit.SetIsolator("example.org/x", value("{\"a\":[1e3,0.50,{}],\"b\":[]}"))))
        .isEqualTo(
            """
            +    ],
            +    "isolators": [
            +      { "name": "example.org/x", "value": { "a": [1e3, 0.50, {}], "b": [] } }
            """);
  }

  private static ManifestEdit exec(String... exec) {
    return new AppEdit.SetExec(List.of(exec));
  }
}
