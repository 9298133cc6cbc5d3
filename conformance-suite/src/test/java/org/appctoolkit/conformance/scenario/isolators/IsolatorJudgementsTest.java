package org.appctoolkit.conformance.scenario.isolators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every expectation about isolators passes on a scene as it should be, and fails when what it is
 * about is otherwise.
 */
class IsolatorJudgementsTest {
  private static final String CALLS_OF_PLAIN = calls("main", true, 0);

  /** A scene of a runtime that does everything right, by scenario. */
  private static final Map<String, String> GOOD =
      Map.ofEntries(
          Map.entry(
              "memory-limit",
              """
              pod memory failed
              app unlimited exit 0
              main allocate bytes=201326592 ok=true
              app limited signal 9
              main allocated bytes=33554432
              app metric signal 9
              main allocated bytes=67108864
              app binary exit 0
              main allocate bytes=130000000 ok=true
              """),
          Map.entry(
              "cpu-limit",
              """
              pod cpu exited
              app whole exit 0
              main meet ok=true
              main burn wallMicros=700000 cpuMicros=690000
              main meet ok=true
              app limited exit 0
              main meet ok=true
              main meet ok=true
              main burn wallMicros=700000 cpuMicros=75000
              app unlimited exit 0
              main meet ok=true
              main meet ok=true
              main burn wallMicros=700000 cpuMicros=680000
              """),
          Map.entry(
              "cpu-shares",
              """
              fact processors 2
              pod shares exited
              app large exit 0
              main meet ok=true
              main burn-cpu wallMicros=800000 cpuMicros=1400000
              app small exit 0
              main meet ok=true
              main burn-cpu wallMicros=800000 cpuMicros=180000
              """),
          Map.entry(
              "cpu-mask",
              """
              pod mask exited
              app masked exit 0
              main cpu processors=1
              main read ok=true content=Cpus~allowed~list:TAB0
              app plain exit 0
              main cpu processors=2
              """),
          Map.entry(
              "pod-limits",
              bounds("bounded", 70_000, "signal 9", "main allocated bytes=33554432")
                  + bounds(
                      "free",
                      690_000,
                      "exit 0",
                      "main allocate bytes=67108864 ok=true\nmain meet ok=true")),
          Map.entry(
              "block-limits",
              """
              pod disk exited
              app unlimited exit 0
              main statfs type=0000ef53
              main throughput-read ok=true direct=true bytes=1441792 micros=5000
              main throughput-write ok=true direct=true bytes=1441792 micros=10000
              app limited exit 0
              main throughput-read ok=true direct=true bytes=1441792 micros=700000
              main throughput-write ok=true direct=true bytes=1441792 micros=710000
              app counted exit 0
              main throughput-read ok=true direct=true bytes=1441792 micros=720000
              main throughput-write ok=true direct=true bytes=1441792 micros=730000
              """),
          Map.entry(
              "network-limits",
              """
              fact address 10.0.0.1
              pod server exited
              app app exit 0
              main serving signal=15
              """
                  + client("unlimited", 5000)
                  + client("limited-app", 950_000)
                  + client("limited-pod", 940_000)),
          Map.entry(
              "capabilities",
              """
              fact bounding 000001ffffffffff
              pod capabilities exited
              app plain exit 0
              main capabilities bounding=00000000a80425fb permitted=0 effective=0 ambient=0
              app removing exit 0
              main capabilities bounding=00000000a00425fa permitted=0 effective=0 ambient=0
              app surplus exit 0
              main capabilities bounding=00000000a80425db permitted=0 effective=0 ambient=0
              app retaining exit 0
              main capabilities bounding=0000000000001400 permitted=0 effective=0 ambient=0
              """),
          Map.entry(
              "capabilities 0.6.1",
              """
              fact bounding 000001ffffffffff
              pod capabilities exited
              app plain exit 0
              main capabilities bounding=000001ffffffffff permitted=0 effective=0 ambient=0
              app removing exit 0
              main capabilities bounding=000001fff7fffffe permitted=0 effective=0 ambient=0
              """),
          Map.entry(
              "no-new-privileges",
              """
              pod privileges exited
              """
                  + privileges("plain", false, 2000)
                  + privileges("unlocked", false, 2000)
                  + privileges("locked", true, 1000)),
          Map.entry(
              "oom-score-adj",
              """
              pod privileges exited
              app adjusted exit 0
              main oom-score-adj ok=true value=321
              child oom-score-adj ok=true value=321
              app plain exit 0
              main oom-score-adj ok=true value=0
              """),
          Map.entry(
              "kernel-parameters",
              """
              fact before 10
              fact after 10
              pod allowed exited
              app app exit 0
              main sysctl name=net.ipv4.tcp~keepalive~time ok=true value=317
              main sysctl name=net.ipv4.tcp~keepalive~probes ok=true value=5
              main sysctl name=net.ipv4.tcp~keepalive~intvl ok=true value=16
              pod forbidden exited
              app app exit 0
              main sysctl name=kernel.printk~ratelimit~burst ok=true value=10
              """),
          Map.entry(
              "absent-security-modules",
              """
              pod plain exited
              app app exit 0
              main end actions=0
              pod selinux exited
              app app exit 0
              main end actions=0
              pod apparmor exited
              app app exit 0
              main end actions=0
              """),
          Map.entry(
              "unknown-isolators",
              """
              pod known exited
              app app exit 0
              main end actions=0
              pod unknown exited
              app app exit 0
              main end actions=0
              fate app example.com/unknown-of-app ignored
              fate app resource/memory enforced
              fate - example.com/unknown-of-pod ignored
              """),
          Map.entry(
              "isolators-of-the-manifest",
              """
              pod app exited
              app kept exit 0
              main capabilities bounding=0000000000000021
              main allocate bytes=201326592 ok=true
              app overridden signal 9
              main capabilities bounding=0000000000000400
              main allocated bytes=33554432
              """),
          Map.entry(
              "selinux-context",
              """
              fact context u:r:t
              pod contexts exited
              app of-pod exit 0
              main read path=/proc/self/attr/current ok=true content=u:r:t:s0:c101,c102
              child read path=/proc/self/attr/current ok=true content=u:r:t:s0:c101,c102
              app of-app exit 0
              main read path=/proc/self/attr/current ok=true content=u:r:t:s0:c103,c104
              """),
          Map.entry(
              "apparmor-profile",
              """
              fact apparmor yes
              fact profile some
              pod profiles exited
              app of-pod exit 0
              main read path=/proc/self/attr/current ok=true content=some_(complain)
              app of-app exit 0
              main read path=/proc/self/attr/current ok=true content=unconfined
              pod unknown refused
              """),
          Map.entry(
              "system-calls",
              "pod calls exited\napp plain exit 0\n"
                  + CALLS_OF_PLAIN
                  + filtered("removing", 84)
                  + "app masked exit 0\n"
                  + CALLS_OF_PLAIN
                  + filtered("retaining", 75)
                  + "app open exit 0\n"
                  + CALLS_OF_PLAIN
                  + Stream.of(
                          "removing-fatally",
                          "removing-namelessly",
                          "retaining-fatally",
                          "retaining-namelessly")
                      .map(
                          """
                          app %s signal 31
                          child syscall name=uname ok=true
                          main reaped pid=9 signal=31
                          """
                              ::formatted)
                      .collect(Collectors.joining())
                  + Stream.of(
                          "edom 33",
                          "emultihop 72",
                          "enotsup 95",
                          "ewouldblock 11",
                          "euclean 117",
                          "ekeyrejected 129")
                      .map(it -> it.split(" ", 2))
                      .map(
                          it ->
                              """
                              app error-%s exit 0
                              main syscall name=getsid ok=false errno=%s
                              """
                                  .formatted(it[0], it[1]))
                      .collect(Collectors.joining())));

  /** What is changed: expectation, what stands in the scene, and what instead. */
  private static final String FAULTS =
      """
      memory-limit/no-more-than-the-limit|limited signal 9\\nmain allocated bytes=33554432|limited exit 0\\nmain allocate bytes=201326592 ok=true
      memory-limit/no-more-than-the-limit|limited signal 9\\nmain allocated bytes=33554432|limited signal 9\\nmain allocated bytes=1048576
      memory-limit/no-more-than-the-limit|bytes=201326592 ok=true|bytes=201326592 ok=false
      memory-limit/suffixes-have-their-factors|metric signal 9\\nmain allocated bytes=67108864|metric exit 0\\nmain allocate bytes=130000000 ok=true
      memory-limit/suffixes-have-their-factors|bytes=130000000 ok=true|bytes=130000000 ok=false
      memory-limit/no-more-than-the-simple-limit|limited signal 9\\nmain allocated bytes=33554432|limited exit 0\\nmain allocate bytes=201326592 ok=true
      cpu-limit/no-more-than-the-limit|cpuMicros=75000|cpuMicros=350000
      cpu-limit/cores|cpuMicros=690000|cpuMicros=700
      cpu-limit/cores|cpuMicros=75000|cpuMicros=680000
      cpu-limit/milli-cores|cpuMicros=75000|cpuMicros=680000
      cpu-limit/milli-cores|cpuMicros=690000|cpuMicros=700
      cpu-shares/in-proportion|cpuMicros=180000|cpuMicros=800000
      cpu-shares/in-simple-proportion|cpuMicros=180000|cpuMicros=800000
      cpu-mask/on-these-processors-only|processors=1|processors=2
      cpu-mask/on-these-processors-only|TAB0|TAB1
      pod-limits/processors-of-the-pod|cpuMicros=70000|cpuMicros=600000
      pod-limits/processors-of-the-pod-bound-its-apps|burn-cpu wallMicros=700000 cpuMicros=70000|burn-cpu wallMicros=700000 cpuMicros=600000
      pod-limits/memory-of-the-pod|main allocated bytes=33554432|main allocate bytes=67108864 ok=true\\nmain meet ok=true
      pod-limits/memory-of-the-pod|allocate bytes=67108864 ok=true\\nmain meet ok=true\\n(app greedy(?:.*\\n){4})main allocated bytes=33554432|allocated bytes=1048576\\n$1main allocated bytes=1048576
      pod-limits/memory-of-the-pod-bounds-its-apps|main allocated bytes=33554432|main allocate bytes=67108864 ok=true\\nmain meet ok=true
      block-limits/bytes-read|micros=700000|micros=5000
      block-limits/bytes-written|micros=710000|micros=10000
      block-limits/reading-operations|micros=720000|micros=5000
      block-limits/writing-operations|micros=730000|micros=10000
      block-limits/simple-bytes-read|micros=700000|micros=5000
      block-limits/simple-bytes-written|micros=710000|micros=10000
      network-limits/bytes-sent-by-the-app|micros=950000|micros=5000
      network-limits/bytes-received-by-the-app|bytes=400000 micros=950001|bytes=400000 micros=5000
      network-limits/bytes-sent-by-the-pod|micros=940000|micros=5000
      network-limits/bytes-received-by-the-pod|micros=940001|micros=5000
      network-limits/bytes-sent-by-the-pod|fact address 10.0.0.1|fact address
      network-limits/loopback-is-spared|limited-app exited\\napp app exit 0\\nmain interface name=eth0\\nmain interfaces count=2\\nmain sent ok=true bytes=400000 micros=950000\\nmain taken ok=true bytes=400000 micros=950001\\nmain sent ok=true|limited-app exited\\napp app exit 0\\nmain interface name=eth0\\nmain interfaces count=2\\nmain sent ok=true bytes=400000 micros=950000\\nmain taken ok=true bytes=400000 micros=950001\\nmain sent ok=false
      network-limits/simple-bytes-sent|micros=950000|micros=5000
      network-limits/simple-bytes-received|micros=950001|micros=5000
      capabilities/default-set|bounding=00000000a80425fb|bounding=00000000a80425fa
      capabilities/default-set|bounding=00000000a80425fb|bounding=000001ffffffffff
      capabilities/removed|bounding=00000000a00425fa|bounding=00000000a80425fb
      capabilities/removed|bounding=00000000a00425fa permitted=0 effective=0|bounding=00000000a00425fa permitted=1 effective=1
      capabilities/others-than-the-removed|bounding=000001fff7fffffe|bounding=00000000a00425fa
      capabilities/others-of-the-default-set|bounding=00000000a00425fa|bounding=00000000000000c0
      capabilities/others-of-the-default-set|bounding=00000000a00425fa|bounding=000001fff7fffffe
      capabilities/removed-from-outside-of-the-default-set|bounding=00000000a80425db|bounding=00000000a80425fb
      capabilities/retained|bounding=0000000000001400|bounding=0000000000000400
      capabilities/others-than-the-retained|bounding=0000000000001400|bounding=00000000a80435fb
      capabilities/bounding-set|bounding=0000000000001400|bounding=00000000a80425fb
      no-new-privileges/set-for-the-app-and-its-children|main no-new-privs ok=true set=true|main no-new-privs ok=true set=false
      no-new-privileges/set-for-the-app-and-its-children|child no-new-privs ok=true set=true|child no-new-privs ok=true set=false
      no-new-privileges/set-for-the-app-and-its-children|second no-new-privs ok=true set=true|second no-new-privs ok=true set=false
      no-new-privileges/set-user-id-is-ignored|second ids uid=1000 euid=1000|second ids uid=1000 euid=2000
      no-new-privileges/allowed-without-the-isolator|euid=2000|euid=1000
      no-new-privileges/allowed-with-false|unlocked exit 0((?:\\n.*){4})\\nsecond ids uid=1000 euid=2000|unlocked exit 0$1\\nsecond ids uid=1000 euid=1000
      oom-score-adj/set-for-all-processes|main oom-score-adj ok=true value=321|main oom-score-adj ok=true value=0
      oom-score-adj/set-for-all-processes|child oom-score-adj ok=true value=321|child oom-score-adj ok=true value=0
      kernel-parameters/set-in-the-pod|value=317|value=7200
      kernel-parameters/host-keeps-its-own|fact after 10|fact after 11
      kernel-parameters/ignored-or-refused|value=10|value=11
      kernel-parameters/ignored-or-refused|pod forbidden exited(\\n.*)*|pod forbidden exited\\napp app exit 0\\n
      absent-security-modules/selinux-context-is-ignored|pod selinux exited\\napp app exit 0\\nmain end actions=0|pod selinux exited\\napp app exit 0
      absent-security-modules/apparmor-profile-is-ignored|pod apparmor exited\\napp app exit 0\\nmain end actions=0|pod apparmor exited\\napp app exit 0
      unknown-isolators/outcomes-are-told|of-app ignored|of-app enforced
      unknown-isolators/outcomes-are-told|fate - example.com/unknown-of-pod ignored|
      unknown-isolators/outcomes-are-told|resource/memory enforced|resource/memory ignored
      unknown-isolators/pod-is-executed|pod unknown exited\\napp app exit 0\\nmain end actions=0|pod unknown exited\\napp app exit 0
      isolators-of-the-manifest/override-the-bounding-set|bounding=0000000000000400|bounding=0000000000000021
      isolators-of-the-manifest/override-the-bounding-set|bounding=0000000000000021|bounding=0000000000000400
      isolators-of-the-manifest/override-the-memory-limit|main allocated bytes=33554432|main allocate bytes=201326592 ok=true
      selinux-context/of-an-app|c103,c104|c101,c102
      selinux-context/of-all-processes-of-the-pod|child read path=/proc/self/attr/current ok=true content=u:r:t|child read path=/proc/self/attr/current ok=true content=u:r:x
      selinux-context/app-before-pod|c103,c104|c101,c102
      apparmor-profile/of-a-pod|some_.complain.|unconfined
      apparmor-profile/app-before-pod|content=unconfined|content=some_(complain)
      apparmor-profile/unknown-is-refused|pod unknown refused|pod unknown exited\\napp of-pod exit 0\\nmain end actions=1
      system-calls/removed|child syscall name=getsid ok=false errno=84|child syscall name=getsid ok=true
      system-calls/others-than-the-removed|name=getsid ok=false errno=84\\nmain syscall name=getpriority ok=false errno=84\\nmain syscall name=uname ok=true|name=getsid ok=false errno=84\\nmain syscall name=getpriority ok=false errno=84\\nmain syscall name=uname ok=false errno=84
      system-calls/errno-of-the-removed|errno=84|errno=1
      system-calls/removed-without-errno|app removing-fatally signal 31\\nchild syscall name=uname ok=true\\nmain reaped pid=9 signal=31|app removing-fatally exit 0\\nchild syscall name=uname ok=true\\nchild syscall name=getsid ok=true\\nmain reaped pid=9 exit=0
      system-calls/removed-without-errno|app removing-fatally signal 31\\nchild syscall name=uname ok=true\\nmain reaped pid=9 signal=31|app removing-fatally signal 9\\nchild syscall name=uname ok=true\\nmain reaped pid=9 signal=9
      system-calls/removed-with-an-empty-errno|app removing-namelessly signal 31\\n|app removing-namelessly signal 31\\nmain end actions=1\\n
      system-calls/empty|masked exit 0\\nmain syscall name=getsid ok=true|masked exit 0\\nmain syscall name=getsid ok=false errno=1
      system-calls/retained|retaining exit 0((?:\\n.*){2})\\nmain syscall name=uname ok=true|retaining exit 0$1\\nmain syscall name=uname ok=false errno=75
      system-calls/others-than-the-retained|name=getsid ok=false errno=75|name=getsid ok=true
      system-calls/errno-of-others-than-the-retained|errno=75|errno=38
      system-calls/not-retained-without-errno|app retaining-fatally signal 31\\n|app retaining-fatally signal 31\\nmain syscall name=getsid ok=true\\n
      system-calls/not-retained-with-an-empty-errno|app retaining-namelessly signal 31\\n|app retaining-namelessly signal 31\\nmain end actions=1\\n
      system-calls/all|open exit 0\\nmain syscall name=getsid ok=true|open exit 0\\nmain syscall name=getsid ok=false errno=1
      system-calls/standard-errors|errno=72|errno=1
      system-calls/standard-errors|app error-edom exit 0\\nmain syscall name=getsid ok=false errno=33|app error-edom signal 31\\nmain end actions=0
      system-calls/errors-of-linux|errno=117|errno=38
      """;

  private static String bounds(String pod, int micros, String ending, String last) {
    return """
    pod %s exited
    app plain exit 0
    main meet ok=true
    main burn wallMicros=700000 cpuMicros=%d
    main meet ok=true
    main allocate bytes=67108864 ok=true
    main meet ok=true
    app greedy %s
    main meet ok=true
    main burn-cpu wallMicros=700000 cpuMicros=%d
    main meet ok=true
    %s
    """
        .formatted(pod, micros, ending, micros, last);
  }

  private static String client(String pod, int micros) {
    return """
    pod %s exited
    app app exit 0
    main interface name=eth0
    main interfaces count=2
    main sent ok=true bytes=400000 micros=%d
    main taken ok=true bytes=400000 micros=%d
    main sent ok=true bytes=4000000 micros=9000
    """
        .formatted(pod, micros, micros + 1);
  }

  private static String privileges(String app, boolean set, int user) {
    return """
    app %1$s exit 0
    main ids uid=1000 euid=1000
    main no-new-privs ok=true set=%2$s
    child no-new-privs ok=true set=%2$s
    main wait count=1
    second ids uid=1000 euid=%3$d
    second no-new-privs ok=true set=%2$s
    """
        .formatted(app, set, user);
  }

  private static String filtered(String app, int errno) {
    return "app " + app + " exit 0\n" + calls("main", false, errno) + calls("child", false, errno);
  }

  private static String calls(String who, boolean all, int errno) {
    String first = all ? "ok=true" : "ok=false errno=" + errno;
    return """
    %1$s syscall name=getsid %2$s
    %1$s syscall name=getpriority %2$s
    %1$s syscall name=uname ok=true
    %1$s syscall name=getcwd ok=true
    """
        .formatted(who, first);
  }

  private static Expectation expectation(String id) {
    return IsolatorScenarios.ALL.stream()
        .flatMap(it -> it.expectations().stream())
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String good(Expectation expectation) {
    String scenario = expectation.id().substring(0, expectation.id().indexOf('/'));
    String old = scenario + " 0.6.1";
    boolean isOld =
        GOOD.containsKey(old)
            && expectation.holdsAt(new SpecVersion(0, 6, 1))
            && !expectation.holdsAt(new SpecVersion(0, 8, 11));
    return GOOD.getOrDefault(isOld ? old : scenario, "");
  }

  private static Outcome judge(Expectation expectation, String text) throws IOException {
    Set<String> capabilities = new TreeSet<>(expectation.capabilities());
    capabilities.add("isolator/resource/memory");
    Scene scene = ShortScene.read(new SpecVersion(0, 8, 11), capabilities, text);
    return expectation.judge(scene);
  }

  static Stream<Expectation> all() {
    return IsolatorScenarios.ALL.stream().map(Scenario::expectations).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesWhereAllIsAsItShouldBe(Expectation expectation) throws IOException {
    Outcome outcome = judge(expectation, good(expectation));

    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void failsWhereNothingWasExecuted(Expectation expectation) throws IOException {
    String silent =
        good(expectation)
            .replaceAll("(?m)^(main|child|second) .*\n", "")
            .replace("pod unknown refused", "pod unknown exited\napp of-pod exit 0")
            .replace("signal 31", "exit 0");

    Outcome outcome = judge(expectation, silent);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  /** A change of a scene that an expectation has to find. */
  record Fault(String expectation, String from, String to) {}

  static Stream<Fault> faults() {
    return FAULTS
        .lines()
        .map(line -> line.split("\\|", 3))
        .map(it -> new Fault(it[0], it[1], it[2].replace("\\n", "\n")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void failsWhereTheIsolatorDoesNotDoWhatItIsFor(Fault fault) throws IOException {
    Expectation expectation = expectation(fault.expectation());
    String spoilt = good(expectation).replaceFirst(fault.from(), fault.to());

    Outcome outcome = judge(expectation, spoilt);

    assertThat(spoilt).isNotEqualTo(good(expectation));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void isSeenFailingForEachExpectation() {
    Set<String> seen = faults().map(Fault::expectation).collect(Collectors.toSet());

    assertThat(all().map(Expectation::id)).allMatch(seen::contains);
  }

  @Test
  void blamesNobodyForMachinesThatAreBusy() throws IOException {
    Expectation expectation = expectation("cpu-limit/no-more-than-the-limit");
    String busy = good(expectation).replace("cpuMicros=680000", "cpuMicros=90000");

    Outcome outcome = judge(expectation, busy);

    assertThat(outcome).isInstanceOf(Outcome.Errored.class);
  }

  @Test
  void allowsAnAppToBeEndedWhenTheOtherOneTakesMore() throws IOException {
    Expectation expectation = expectation("pod-limits/memory-of-the-pod");
    String ended =
        good(expectation)
            .replace("main allocated bytes=33554432", "main allocate bytes=67108864 ok=true");

    Outcome outcome = judge(expectation, ended);

    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void blamesNobodyForFileSystemsInMemory() throws IOException {
    Expectation expectation = expectation("block-limits/bytes-read");
    String inMemory = good(expectation).replace("0000ef53", "01021994");

    Outcome outcome = judge(expectation, inMemory);

    assertThat(outcome).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void allowsRuntimesToRefuseIsolatorsThatTheyDoNotKnow() throws IOException {
    Expectation expectation = expectation("unknown-isolators/outcomes-are-told");
    String refused =
        good(expectation).replaceAll("(?s)pod unknown exited.*", "pod unknown refused\n");

    Outcome outcome = judge(expectation, refused);

    assertThat(outcome).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void allowsRuntimesToRefuseParametersOfTheHost() throws IOException {
    Expectation expectation = expectation("kernel-parameters/ignored-or-refused");
    String refused =
        good(expectation).replaceAll("(?s)pod forbidden exited.*", "pod forbidden refused\n");

    Outcome outcome = judge(expectation, refused);

    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void skipsLabelsOnHostsWithoutThem() throws IOException {
    Outcome selinux = judge(expectation("selinux-context/of-an-app"), "");
    Outcome apparmor = judge(expectation("apparmor-profile/of-a-pod"), "");

    assertThat(List.of(selinux, apparmor)).allMatch(Outcome.Skipped.class::isInstance);
  }
}
