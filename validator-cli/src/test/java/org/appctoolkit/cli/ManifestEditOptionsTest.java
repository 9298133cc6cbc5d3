package org.appctoolkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.edit.AppEdit;
import org.appctoolkit.edit.ImageEdit;
import org.appctoolkit.edit.ManifestEdit;
import org.appctoolkit.edit.ManifestEdits;
import org.appctoolkit.edit.NewValue;
import org.appctoolkit.edit.RefusedEditException;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

class ManifestEditOptionsTest {
  /** A command that has the options, for these tests. */
  @Command(name = "patch")
  private static final class Patch {
    @Mixin private ManifestEditOptions options = new ManifestEditOptions();
    @Parameters private List<String> files = new ArrayList<>();
  }

  private static ManifestEditOptions options(String... args) {
    Patch patch = new Patch();
    new CommandLine(patch).parseArgs(args);
    assertThat(patch.files).isEmpty();
    return patch.options;
  }

  private static List<ManifestEdit> edits(String... args) {
    return options(args).edits();
  }

  private static NewValue json(String text) {
    return NewValue.of(Document.read(Source.of("json", text), Limits.DEFAULT).root().orElseThrow());
  }

  @Test
  void withoutOptionsNothingIsEdited() {
    assertThat(edits()).isEmpty();
    assertThat(options().manifest()).isEmpty();
  }

  @Test
  void theManifestCanComeFromAFile() {
    assertThat(options("--manifest", "a/b").manifest()).contains(Path.of("a", "b"));
  }

  @Test
  void whatIsSaidOfTheImage() {
    assertThat(
            edits(
                "--annotation=authors=A <a@example.org>",
                "--path-whitelist=/a,b",
                "--path-whitelist",
                "/c",
                "--label",
                "os=linux",
                "--label=x=a=b",
                "--version=1.0",
                "--name",
                "example.org/a"))
        .containsExactly(
            new ImageEdit.SetName("example.org/a"),
            new ImageEdit.SetLabel("os", "linux"),
            new ImageEdit.SetLabel("x", "a=b"),
            new ImageEdit.SetLabel("version", "1.0"),
            new ImageEdit.SetPathWhitelist(List.of("/a,b", "/c")),
            new ImageEdit.SetAnnotation("authors", "A <a@example.org>"));
  }

  @Test
  void whatIsSaidOfTheApp() {
    assertThat(
            edits(
                "--exec",
                "/bin/a 'b c'",
                "--user=0",
                "--group=/etc",
                "--supplementary-gids=1,4294967295",
                "--event-handler",
                "pre-start=/p -x",
                "--working-directory=/w",
                "--environment",
                "A=",
                "--user-annotation=a=b",
                "--user-label=c=d"))
        .containsExactly(
            new AppEdit.SetExec(List.of("/bin/a", "b c")),
            new AppEdit.SetUser("0"),
            new AppEdit.SetGroup("/etc"),
            new AppEdit.SetSupplementaryGids(List.of(1L, 4294967295L)),
            new AppEdit.SetEventHandler("pre-start", List.of("/p", "-x")),
            new AppEdit.SetWorkingDirectory("/w"),
            new AppEdit.SetEnvironment("A", ""),
            new AppEdit.SetUserAnnotation("a", "b"),
            new AppEdit.SetUserLabel("c", "d"));
  }

  @Test
  void execAsJson() {
    assertThat(edits("--exec-json", "[\"/a\", \"\", \"b c\"]"))
        .containsExactly(new AppEdit.SetExec(List.of("/a", "", "b c")));
    assertThat(edits("--exec-json=[]")).containsExactly(new AppEdit.SetExec(List.of()));
  }

  @Test
  void portsAndMountPoints() {
    assertThat(
            edits(
                "--mount-point=data,path=/a,b,readOnly=true",
                "--mount-point=work,path=/w",
                "--port=web,protocol=tcp,port=80",
                "--port=all,count=3,socketActivated=false,port=65535,protocol=udp"))
        .containsExactly(
            new AppEdit.SetMountPoint("data", "/a,b", Optional.of(true)),
            new AppEdit.SetMountPoint("work", "/w", Optional.empty()),
            new AppEdit.SetPort("web", "tcp", 80, OptionalInt.empty(), Optional.empty()),
            new AppEdit.SetPort("all", "udp", 65535, OptionalInt.of(3), Optional.of(false)));
  }

  @Test
  void isolators() {
    assertThat(
            edits(
                "--isolator=resource/memory,limit=1Gi,request=2",
                "--isolator=resource/block-iops,default=true,limit=9",
                "--isolator=os/linux/oom-score-adj=-1e1",
                "--isolator=example.org/own={\"a\": [1, \"=,\"]}",
                "--capability=CAP_A,CAP_B",
                "--seccomp-set=read,write",
                "--seccomp-mode=remove,errno=EPERM"))
        .containsExactly(
            new AppEdit.SetIsolator(
                "resource/memory", json("{\"limit\": \"1Gi\", \"request\": \"2\"}")),
            new AppEdit.SetIsolator(
                "resource/block-iops", json("{\"default\": true, \"limit\": \"9\"}")),
            new AppEdit.SetIsolator("os/linux/oom-score-adj", new NewValue.Literal("-1e1")),
            new AppEdit.SetIsolator("example.org/own", json("{\"a\": [1, \"=,\"]}")),
            new AppEdit.SetCapabilities(AppEdit.Filter.RETAIN, List.of("CAP_A", "CAP_B")),
            new AppEdit.SetSeccomp(
                AppEdit.Filter.REMOVE, Optional.of("EPERM"), List.of("read", "write")));
    assertThat(edits("--revoke-capability=CAP_A", "--seccomp-mode=retain", "--seccomp-set=a"))
        .containsExactly(
            new AppEdit.SetCapabilities(AppEdit.Filter.REMOVE, List.of("CAP_A")),
            new AppEdit.SetSeccomp(AppEdit.Filter.RETAIN, Optional.empty(), List.of("a")));
  }

  @Test
  void whatIsRemovedIsRemovedFirst() {
    assertThat(
            edits(
                "--label=a=b",
                "--port=web,protocol=tcp,port=80",
                "--remove-label=a",
                "--remove-annotation=b",
                "--remove-environment=c",
                "--remove-event-handler=d",
                "--remove-mount-point=e",
                "--remove-port=f",
                "--remove-isolator=g",
                "--remove-user-annotation=h",
                "--remove-user-label=i",
                "--clear=ports",
                "--clear=path-whitelist"))
        .containsExactly(
            new AppEdit.Clear(AppEdit.Clear.Part.PORTS),
            new ImageEdit.Clear(ImageEdit.Clear.Part.PATH_WHITELIST),
            new ImageEdit.RemoveLabel("a"),
            new ImageEdit.RemoveAnnotation("b"),
            new AppEdit.RemoveEnvironment("c"),
            new AppEdit.RemoveEventHandler("d"),
            new AppEdit.RemoveMountPoint("e"),
            new AppEdit.RemovePort("f"),
            new AppEdit.RemoveIsolator("g"),
            new AppEdit.RemoveUserAnnotation("h"),
            new AppEdit.RemoveUserLabel("i"),
            new ImageEdit.SetLabel("a", "b"),
            new AppEdit.SetPort("web", "tcp", 80, OptionalInt.empty(), Optional.empty()));
  }

  @Test
  void theAppCanBeRemoved() {
    assertThat(edits("--no-app", "--name=a"))
        .containsExactly(new ImageEdit.RemoveApp(), new ImageEdit.SetName("a"));
  }

  @Test
  void theEditsMakeAManifestThatWasAskedFor() throws RefusedEditException {
    List<ManifestEdit> edits =
        edits(
            "--remove-isolator=os/linux/capabilities-remove-set",
            "--capability=CAP_KILL",
            "--version=2");
    String text =
        """
        {
          "app": {
            "isolators": [
              { "name": "os/linux/capabilities-remove-set", "value": { "set": [] } }
            ]
          }
        }
        """;

    Document edited =
        ManifestEdits.apply(
            Document.read(Source.of("m", text), Limits.DEFAULT),
            SpecVersion.NEWEST,
            Limits.DEFAULT,
            edits);

    assertThat(edited.text())
        .contains("\n    { \"name\": \"version\", \"value\": \"2\" }\n")
        .contains("\"os/linux/capabilities-retain-set\"")
        .doesNotContain("remove-set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--label=a | --label: \"a\" is not of the form NAME=VALUE",
        "--label==a | --label: \"=a\" is not of the form NAME=VALUE",
        "--label=a=1 --label=a=2 | --label: \"a\" is given twice",
        "--label=version=1 --version=2 | --label: \"version\" is given twice",
        "--environment=A | --environment: \"A\" is not of the form NAME=VALUE",
        "--exec=a\t'b | --exec: the quotation mark ' at character 3 is not closed",
        "--exec= | --exec: the command is empty",
        "--exec=a --exec-json=[] | --exec-json: --exec says it already",
        "--exec-json=[1] | --exec-json: this is not an array of strings",
        "--exec-json={} | --exec-json: this is not an array of strings",
        "--event-handler=pre-start= | --event-handler: the command is empty",
        "--supplementary-gids=1,x | --supplementary-gids: \"x\" is not a whole number from 0 to"
            + " 4294967295",
        "--supplementary-gids=4294967296 | --supplementary-gids: \"4294967296\" is not a whole"
            + " number from 0 to 4294967295",
        "--mount-point=a | --mount-point: \"a\" has no path=...",
        "--mount-point=path=/a | --mount-point: \"path=/a\" does not begin with a name",
        "--mount-point=a,path=/a,readonly=true,readOnly=1 | --mount-point: readOnly is true or"
            + " false, not \"1\"",
        "--port=a,port=80 | --port: \"a\" has no protocol=...",
        "--port=a,protocol=tcp,port=0 | --port: port is a number from 1 to 65535, not \"0\"",
        "--port=a,protocol=tcp,port=65536 | --port: port is a number from 1 to 65535, not"
            + " \"65536\"",
        "--port=a,prot=tcp | --port: \"prot\" is none of protocol, port, count, socketActivated;"
            + " did you mean port?",
        "--port=a,port=1,port=2 | --port: \"port\" stands twice in \"a,port=1,port=2\"",
        "--isolator=a | --isolator: \"a\" has no value; write NAME=JSON or NAME,KEY=VALUE",
        "--isolator=a,true | --isolator: \"true\" is not of the form KEY=VALUE, as it should be"
            + " behind a name",
        "--capability=A --revoke-capability=B | --revoke-capability: a set beside that of"
            + " --capability excludes it",
        "--capability=A,,B | --capability: a name in \"A,,B\" is empty",
        "--seccomp-set=a | --seccomp-set: say with --seccomp-mode what becomes of these system"
            + " calls",
        "--seccomp-mode=retain | --seccomp-mode: name the system calls with --seccomp-set",
        "--seccomp-mode=keep --seccomp-set=a | --seccomp-mode: \"keep\" is none of retain, remove",
        "--no-app --user=0 | --no-app: the app cannot be removed and changed at once",
        "--clear=app | --clear: \"app\" is none of labels, annotations, dependencies, path-whitelist,"
            + " supplementary-gids, event-handlers, environment, isolators, mount-points, ports,"
            + " user-annotations, user-labels",
      })
  void whatCannotBeMeantIsWrongUse(String arguments, String message) {
    assertThatThrownBy(() -> edits(arguments.split(" ", -1)))
        .isInstanceOf(ParameterException.class)
        .hasMessage(message);
  }

  @Test
  void aValueThatIsNoJsonIsWrongUse() {
    assertThatThrownBy(() -> edits("--isolator=a=linux"))
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith(
            "--isolator: the value is no JSON, in which a string has quotation marks: ");
  }
}
