package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.refusals;
import static org.appctoolkit.runtime.plan.Plans.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is executed, where, and in which environment. */
class ExecutionTest {
  private static final String PATH =
      "environment PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static String app(String exec) {
    return "{'exec':" + exec + ",'user':'0','group':'0'}";
  }

  @Test
  void argumentsAreHandedOnAsTheyAre() {
    Planning planning = new Plans().app(app("['/bin/a','','$HOME','a b','%41']"));

    assertThat(lines(planning, "exec")).containsExactly("exec /bin/a % $HOME a%20b %2541");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.1", "0.7.2", "0.8.11"})
  void aProgramMayBeLookedUp(String version) {
    Planning planning = new Plans().at(version).imageAt(version).image(app("['a']")).app();

    assertThat(lines(planning, "exec")).containsExactly("exec a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.2.0", "0.4.0", "0.7.1"})
  void aProgramThatHasToBeAbsoluteIsRefusedIfItIsNot(String version) {
    Planning planning = new Plans().imageAt(version).image(app("['bin/a']")).app();

    assertThat(refusals(planning))
        .containsExactly(
            "/exec/0 app a: \"bin/a\" is not absolute, as version "
                + version
                + " wants of what to execute; write the path from the root of the image");
  }

  @Test
  void theVersionOfTheManifestWithTheAppCounts() {
    assertThat(new Plans().at("0.7.1").imageAt("0.7.2").image(app("['a']")).app())
        .isInstanceOf(Planning.Planned.class);
    assertThat(new Plans().at("0.7.1").imageAt("0.7.2").app(app("['a']")))
        .isInstanceOf(Planning.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | /apps/0/app app a: the app does not say what to execute; give it an exec in the pod or the image",
        "[''] | /apps/0/app/exec/0 app a: the name of what to execute is empty; write the path of a program",
        "['/a','\\u0000'] | /apps/0/app/exec/1 app a: \"\\u0000\" has a NUL character, with which Linux ends every text; leave it out",
      },
      quoteCharacter = '`')
  void whatCannotBeExecutedIsRefused(String exec, String refusal) {
    assertThat(refusals(new Plans().app(app(exec)))).containsExactly(refusal);
  }

  @Test
  void handlersAreExecutedBeforeAndAfter() {
    Planning planning =
        new Plans()
            .appWith(
                "'eventHandlers':[{'name':'post-stop','exec':['/b','1']},"
                    + "{'name':'pre-start','exec':['c']}]");

    assertThat(lines(planning, "pre-start", "exec", "post-stop"))
        .containsExactly("pre-start c", "exec /bin/a", "post-stop /b 1");
  }

  @Test
  void aHandlerThatCannotBeExecutedIsRefused() {
    Planning planning =
        new Plans()
            .appWith(
                "'eventHandlers':[{'name':'pre-start','exec':[]},{'name':'post-stop','exec':['/b']},"
                    + "{'name':'post-stop','exec':['/c']}]");

    assertThat(refusals(planning))
        .containsExactly(
            "/apps/0/app/eventHandlers/0 app a: the pre-start handler does not say what to execute;"
                + " give it an exec",
            "/apps/0/app/eventHandlers/2 app a: the app has two handlers called post-stop; keep one"
                + " of them");
  }

  @Test
  void aHandlerOfAnotherNameIsNotExecuted() {
    Planning planning = new Plans().appWith("'eventHandlers':[{'name':'pre-stop','exec':['/b']}]");

    assertThat(lines(planning, "pre-start", "exec", "post-stop")).containsExactly("exec /bin/a");
    assertThat(warnings(planning))
        .containsExactly(
            "/apps/0/app/eventHandlers/0 app a: the handler \"pre-stop\" is not executed: handlers"
                + " are called pre-start and post-stop");
  }

  @ParameterizedTest
  @CsvSource({"0.1.1, /", "0.2.0, /srv", "0.8.11, /srv"})
  void theWorkingDirectoryIsThatOfTheAppFromItsSecondVersionOn(String version, String expected) {
    Planning planning =
        new Plans()
            .imageAt(version)
            .image("{'exec':['/a'],'user':'0','group':'0','workingDirectory':'/srv'}")
            .app();

    assertThat(lines(planning, "directory-of-work"))
        .containsExactly("directory-of-work " + expected);
  }

  @Test
  void anEmptyWorkingDirectoryIsNone() {
    assertThat(lines(new Plans().appWith("'workingDirectory':''"), "directory-of-work"))
        .containsExactly("directory-of-work /");
  }

  @Test
  void aWorkingDirectoryIsAbsolute() {
    assertThat(refusals(new Plans().appWith("'workingDirectory':'srv'")))
        .containsExactly(
            "/apps/0/app/workingDirectory app a: the working directory \"srv\" is not absolute; write"
                + " the path from the root of the image");
  }

  @ParameterizedTest
  @CsvSource({"0.5.1, x", "0.5.2, x", "0.6.0, appc"})
  void theExecutorIsNamedInNewerEnvironments(String version, String expected) {
    Planning planning =
        new Plans().at(version).appWith("'environment':[{'name':'container','value':'x'}]");

    assertThat(lines(planning, "environment")).contains("environment container=" + expected);
  }

  @Test
  void aMapIsAnEnvironmentAsWell() {
    Planning planning =
        new Plans()
            .at("0.2.0")
            .imageAt("0.2.0")
            .image("{'exec':['/a'],'user':'0','group':'0','environment':{'A':'b'}}")
            .app();

    assertThat(lines(planning, "environment"))
        .containsExactly(
            PATH,
            "environment USER=0",
            "environment LOGNAME=0",
            "environment HOME=/",
            "environment SHELL=/bin/sh",
            "environment AC_APP_NAME=example.com/image",
            "environment AC_METADATA_URL=http://m/t",
            "environment A=b");
  }

  @Test
  void anAppSetsItsPathAndWhatIsNew() {
    Planning planning =
        new Plans()
            .appWith(
                "'environment':[{'name':'PATH','value':'/opt'},{'name':'X','value':'1 2'},"
                    + "{'name':'E','value':''}]");

    assertThat(lines(planning, "environment"))
        .containsExactly(
            "environment PATH=/opt",
            "environment AC_APP_NAME=a",
            "environment AC_METADATA_URL=http://m/t",
            "environment container=appc",
            "environment X=1%202",
            "environment E=");
    assertThat(warnings(planning)).isEmpty();
  }

  @Test
  void anAppDoesNotSetWhatTheExecutorKnowsBetter() {
    Planning planning =
        new Plans()
            .appWith(
                "'environment':[{'name':'AC_APP_NAME','value':'x'},"
                    + "{'name':'AC_METADATA_URL','value':'x'},{'name':'container','value':'x'}]");

    assertThat(lines(planning, "environment"))
        .containsExactly(
            PATH,
            "environment AC_APP_NAME=a",
            "environment AC_METADATA_URL=http://m/t",
            "environment container=appc");
    assertThat(warnings(planning))
        .hasSize(3)
        .contains(
            "/apps/0/app/environment/0 app a: what the app says of AC_APP_NAME is overridden: the"
                + " executor sets it");
  }

  @Test
  void theLastOfSeveralValuesCounts() {
    Planning planning =
        new Plans().appWith("'environment':[{'name':'A','value':'1'},{'name':'A','value':'2'}]");

    assertThat(lines(planning, "environment"))
        .contains("environment A=2")
        .doesNotContain("environment A=1");
    assertThat(warnings(planning))
        .containsExactly(
            "/apps/0/app/environment/1 app a: this value of \"A\" replaces the one before");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'name':'','value':'x' | an environment variable cannot be called \"\"",
        "'name':'a=b','value':'x' | an environment variable cannot be called \"a=b\"",
        "'name':'a\\u0000','value':'x' | an environment variable cannot be called \"a\\u0000\"",
        "'name':'a','value':'\\u0000' | the value of \"a\" has a NUL character",
      },
      quoteCharacter = '`')
  void aVariableThatCannotBeIsRefused(String variable, String refusal) {
    assertThat(refusals(new Plans().appWith("'environment':[{" + variable + "}]")))
        .singleElement()
        .asString()
        .startsWith("/apps/0/app/environment/0 app a: " + refusal);
  }
}
