package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose processes those of an app are. */
class OwnerTest {
  private final FakeRootfs rootfs =
      new FakeRootfs()
          .withFile(
              "/etc/passwd",
              """
              root:x:0:0:root:/root:/bin/bash
              toor:x:0:0::/t:/bin/t
              broken:x
              odd:x:12a:0::/:
              nul:x:12:0::/\0:
              www:x:33:44:web:/var/www:/bin/web
              www:x:34:44:web:/var/www:/bin/web
              55:x:66:0:digits:/d:
              """)
          .withFile("/etc/group", "root:x:0:\nstaff:x:50:www\n77:x:88:\n")
          .with("/srv/data", Rootfs.Kind.FILE, 7, 8);

  private static String app(String user, String group) {
    return "{'exec':['/a'],'user':'" + user + "','group':'" + group + "'}";
  }

  @ParameterizedTest
  @CsvSource({
    "root, root, 0, 0",
    "www, staff, 33, 50",
    "1234, 5678, 1234, 5678",
    "55, 77, 66, 88",
    "/srv/data, /srv/data, 7, 8",
    "4294967294, 0010, 4294967294, 10",
  })
  void anOwnerIsANameANumberOrThatOfAFile(String user, String group, long uid, long gid) {
    Planning planning = new Plans().in(rootfs).app(app(user, group));

    assertThat(lines(planning, "user", "group")).containsExactly("user " + uid, "group " + gid);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody | the user \"nobody\" is not in /etc/passwd of the rootfs; name one that is, or write a number",
        "broken | the user \"broken\" is not in /etc/passwd of the rootfs; name one that is, or write a number",
        "nul | the user \"nul\" is not in /etc/passwd of the rootfs; name one that is, or write a number",
        "odd | the user \"odd\" is not in /etc/passwd of the rootfs; name one that is, or write a number",
        "'' | the user \"\" is not in /etc/passwd of the rootfs; name one that is, or write a number",
        "/nothing | the user is that of \"/nothing\", which the rootfs does not have; name a file of the image",
        "4294967295 | the user \"4294967295\" is larger than any number Linux has for one; the largest is 4294967294",
        "99999999999999999999 | the user \"99999999999999999999\" is larger than any number Linux has for one; the largest is 4294967294",
        "-1 | the user \"-1\" is not in /etc/passwd of the rootfs; name one that is, or write a number",
      })
  void aUserThatCannotBeToldIsRefused(String user, String refusal) {
    assertThat(refusals(new Plans().in(rootfs).app(app(user, "0"))))
        .containsExactly("/apps/0/app/user app a: " + refusal);
  }

  @Test
  void aGroupThatCannotBeToldIsRefused() {
    assertThat(refusals(new Plans().in(rootfs).app(app("0", "www"))))
        .containsExactly(
            "/apps/0/app/group app a: the group \"www\" is not in /etc/group of the rootfs; name one"
                + " that is, or write a number");
  }

  @Test
  void aRootfsWithoutAccountsKnowsNumbersOnly() {
    Plans plans = new Plans();

    assertThat(lines(plans.app(app("33", "50")), "user", "group"))
        .containsExactly("user 33", "group 50");
    assertThat(refusals(plans.app(app("root", "root")))).hasSize(2);
  }

  @Test
  void supplementaryGroupsAreThoseOfTheAppAlone() {
    Planning planning =
        new Plans()
            .in(rootfs)
            .app("{'exec':['/a'],'user':'www','group':'0','supplementaryGIDs':[9,5,9]}");

    assertThat(lines(planning, "groups")).containsExactly("groups 9 5");
  }

  @Test
  void aSupplementaryGroupThatIsNoNumberOfOneIsRefused() {
    assertThat(refusals(new Plans().appWith("'supplementaryGIDs':[0,-1,4294967295]")))
        .containsExactly(
            "/apps/0/app/supplementaryGIDs/1 app a: -1 is no number of a group; they go from 0 to"
                + " 4294967294",
            "/apps/0/app/supplementaryGIDs/2 app a: 4294967295 is no number of a group; they go from"
                + " 0 to 4294967294");
  }

  @ParameterizedTest
  @CsvSource({
    "www, www, /var/www, /bin/web",
    "toor, toor, /t, /bin/t",
    "33, www, /var/www, /bin/web",
    "55, 55, /d, /bin/sh",
    "1234, 1234, /, /bin/sh",
    "/srv/data, 7, /, /bin/sh",
  })
  void oldAppsAreToldWhoTheirUserIs(String user, String name, String home, String shell) {
    Planning planning = new Plans().at("0.5.1").in(rootfs).app(app(user, "0"));

    assertThat(lines(planning, "environment"))
        .contains(
            "environment USER=" + name,
            "environment LOGNAME=" + name,
            "environment HOME=" + home,
            "environment SHELL=" + shell);
  }
}
