package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That an app finds the sockets open that its plan has it listen on. */
class SocketActivationTest extends OfStage1 {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mainHasTheSocketsAndNothingElse(boolean chrooted) throws IOException, InterruptedException {
    String[] lines = {
      "user 1000",
      "environment LISTEN_FDS=7",
      "environment LISTEN_PID=1",
      "environment LAST=x",
      "listen tcp 80 http",
      "listen udp 53 dns",
      "listen tcp 8080 http-alt",
      "exec probe pid , environment , descriptors , sockets"
    };
    HandmadePod pod = chrooted ? pod().chrooted("a", lines) : pod().app("a", lines);

    assertThat(pod.run()).as(pod.messages()).isZero();

    String pid = pod.log("a").lines().findFirst().orElse("").replace("pid ", "");
    assertThat(pod.log("a"))
        .contains(
            """
            environment PATH=/bin
            environment LAST=x
            environment LISTEN_FDS=3
            environment LISTEN_PID=%s
            environment LISTEN_FDNAMES=http:dns:http-alt
            descriptor 0 /dev/null
            """
                .formatted(pid))
        .containsPattern(
            """
            (?m)^descriptor 1 pipe:.*
            descriptor 2 pipe:.*
            descriptor 3 socket:.*
            descriptor 4 socket:.*
            descriptor 5 socket:.*
            socket 3 inet6? stream 80
            socket 4 inet6? datagram 53
            socket 5 inet6? stream 8080
            \\z""");
  }

  @Test
  void handlersAndOtherAppsHaveNone() throws IOException, InterruptedException {
    String look = " probe environment , descriptors";
    HandmadePod pod =
        pod()
            .app(
                "a",
                "environment LISTEN_FDS=7",
                "listen tcp 80 http",
                "pre-start" + look,
                "exec probe",
                "post-stop" + look)
            .app("b", "exec" + look);

    assertThat(pod.run()).as(pod.messages()).isZero();

    assertThat(pod.log("b")).doesNotContain("LISTEN", "socket", "descriptor 3");
    assertThat(pod.log("a").split("environment LISTEN_FDS=7", -1)).hasSize(3);
    assertThat(pod.log("a").split("descriptor 3", -1)).hasSize(2);
  }

  @Test
  void whatArrivesBeforeTheAppReadsIsThereAndEverywhere() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("loopback")
            .app(
                "server",
                "listen tcp 80 http",
                "listen udp 53 dns",
                "exec probe print up , await /tmp/go , answer 3 , answer 3 , answer 4")
            .app(
                "client",
                "exec probe tell tcp 127.0.0.1 80 one , tell tcp ::1 80 two , tell udp 127.0.0.1 53 three"
                    + " , forever")
            .start()
            .awaitLine("server", "up");

    pod.await(() -> pod.log("client").lines().count() == 3).go();

    assertThat(pod.log("client")).isEqualTo("tell 127.0.0.1 ok\ntell ::1 ok\ntell 127.0.0.1 ok\n");
    pod.await(() -> pod.log("server").lines().count() == 4);
    assertThat(pod.log("server")).isEqualTo("up\nanswer 3 one\nanswer 3 two\nanswer 4 three\n");
  }

  @Test
  void whatArrivesBetweenTwoRunsOfTheAppIsForTheNext() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("loopback")
            .app("server", "listen tcp 80 http", "restart 1", "exec probe answer 3 , exit 1")
            .app("client", "exec probe tell tcp 127.0.0.1 80 one , tell tcp 127.0.0.1 80 two");

    assertThat(pod.run()).isEqualTo(1);

    assertThat(pod.log("client")).isEqualTo("tell 127.0.0.1 ok\n".repeat(2));
    assertThat(pod.log("server")).isEqualTo("answer 3 one\nanswer 3 two\n");
  }

  @Test
  void nobodyListensWhenTheAppHasItsEnd() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("loopback")
            .app("server", "listen tcp 80 http", "exec probe")
            .app("client", "exec probe print up , await /tmp/go , tell tcp 127.0.0.1 80 one")
            .start()
            .awaitLine("client", "up");

    pod.await(() -> pod.status("server").contains("state exited\n")).go();

    assertThat(pod.ended()).isZero();
    assertThat(pod.log("client")).isEqualTo("up\ntell 127.0.0.1 error ECONNREFUSED\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void aPortThatIsTakenFailsThePod(String protocol) throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app("a", "listen " + protocol + " 80 http", "exec probe print started")
            .app("b", "listen " + protocol + " 80 www", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages())
        .contains("app b: listen: cannot listen at the " + protocol + " port 80: Address already");
    assertThat(pod.log("a")).isEmpty();
  }

  @Test
  void aPodWithoutIpv6ListensAtIpv4() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("sysctl net.ipv6.conf.all.disable_ipv6 1", "loopback")
            .app("server", "listen tcp 80 http", "exec probe answer 3")
            .app("client", "exec probe tell tcp 127.0.0.1 80 one");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("server")).isEqualTo("answer 3 one\n");
  }
}
