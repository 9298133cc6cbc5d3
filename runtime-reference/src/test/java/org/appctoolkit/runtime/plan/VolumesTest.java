package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.planned;
import static org.appctoolkit.runtime.plan.Plans.refusals;
import static org.appctoolkit.runtime.plan.Plans.volumeLines;
import static org.appctoolkit.runtime.plan.Plans.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import org.appctoolkit.runtime.plan.HostFiles.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is mounted into apps, and what is refused. */
class VolumesTest {
  private static final String HOST = "{'name':'v','kind':'host','source':'/s'}";

  private static final String EMPTY = "{'name':'v','kind':'empty'}";

  private final Plans plans = new Plans().source("/s", Kind.DIRECTORY);

  private static String pod(String volumes, String mounts) {
    return "{'apps':[{'name':'a','mounts':[" + mounts + "]}],'volumes':[" + volumes + "]}";
  }

  private static String at(String path) {
    return "{'volume':'v','path':'" + path + "'}";
  }

  private static String app(String mountPoints) {
    return "{'exec':['/a'],'user':'0','group':'0','mountPoints':[" + mountPoints + "]}";
  }

  @Test
  void aHostVolumeIsMountedWithAllBelowIt() {
    Planning planning = plans.pod(pod(HOST, at("/m/n")));

    assertThat(volumeLines(planning))
        .containsExactly("directory /m/n 0755 0 0", "bind /s /m/n recursive,nodev");
    assertThat(warnings(planning)).isEmpty();
    assertThat(planned(planning).emptyVolumes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.8.11, false, false, 'recursive,nodev'",
    "0.8.11, true, true, 'recursive,read-only,nodev'",
    "0.8.11, true, false, 'read-only,nodev'",
    "0.8.5, false, false, 'recursive,nodev'",
  })
  void aHostVolumeMaySayHowItIsMounted(
      String version, boolean readOnly, boolean recursive, String how) {
    boolean said = !how.equals("recursive,nodev") || version.equals("0.8.5");
    String volume =
        "{'name':'v','kind':'host','source':'/s','readOnly':"
            + readOnly
            + (said ? ",'recursive':" + recursive : "")
            + "}";

    assertThat(volumeLines(plans.at(version).pod(pod(volume, at("/m")))))
        .contains("bind /s /m " + how);
  }

  @ParameterizedTest
  @CsvSource({"FILE, nodev", "DEVICE, 'nosuid,noexec'"})
  void aVolumeMayBeASingleFile(Kind kind, String how) {
    Plans single = new Plans().source("/s", kind);

    assertThat(volumeLines(single.pod(pod(HOST, at("/m/f")))))
        .containsExactly("file /m/f 0644 0 0 %", "bind /s /m/f " + how);
  }

  @Test
  void aSingleFileIsNotMountedAtADirectory() {
    Plans single =
        new Plans()
            .source("/s", Kind.FILE)
            .in(new FakeRootfs().with("/m", Rootfs.Kind.EMPTY_DIRECTORY));

    assertThat(refusals(single.pod(pod(HOST, at("/m")))))
        .containsExactly(
            "/apps/0/mounts/0/path app a: \"/s\" is no directory, but \"/m\" in the rootfs is one;"
                + " mount it at the path of a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DIRECTORY | what the rootfs has in \"/m\" is hidden by a volume | directory /m 0755 0 0",
        "FILE | the file \"/m\" of the rootfs is hidden by a volume | directory /m 0755 0 0 replace",
      })
  void whatAVolumeHidesIsTold(Rootfs.Kind kind, String warning, String step) {
    Planning planning = plans.in(new FakeRootfs().with("/m", kind)).pod(pod(HOST, at("/m")));

    assertThat(warnings(planning)).containsExactly("/apps/0/mounts/0/path app a: " + warning);
    assertThat(volumeLines(planning)).containsExactly(step, "bind /s /m recursive,nodev");
  }

  @Test
  void anEmptyDirectoryHidesNothing() {
    Planning planning =
        plans.in(new FakeRootfs().with("/m", Rootfs.Kind.EMPTY_DIRECTORY)).pod(pod(HOST, at("/m")));

    assertThat(warnings(planning)).isEmpty();
  }

  @Test
  void whatTheImageHasBelowDevIsHiddenAnyhow() {
    Planning planning =
        plans.in(new FakeRootfs().with("/dev/x", Rootfs.Kind.FILE)).pod(pod(HOST, at("/dev/x")));

    assertThat(warnings(planning)).isEmpty();
    assertThat(volumeLines(planning))
        .containsExactly("directory /dev/x 0755 0 0", "bind /s /dev/x recursive,nodev");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "//m", "/./m/", "/m/."})
  void aTargetIsWrittenInAnyWay(String path) {
    assertThat(volumeLines(plans.pod(pod(HOST, at(path)))))
        .containsExactly("directory /m 0755 0 0", "bind /s /m recursive,nodev");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ | the volume would be mounted at the root of the app",
        "/. | the volume would be mounted at the root of the app",
        "/a/../b | the volume would be mounted at \"/a/../b\", which leads through ..",
        "/a\\u0000 | \"/a\\u0000\" is no path that Linux can open",
        "/proc | the volume would hide \"/proc\", which every app has to have from its executor",
        "/sys/ | the volume would hide \"/sys/\", which every app has to have from its executor",
        "/dev | the volume would hide \"/dev\", which every app has to have from its executor",
        "/dev/null | the volume would hide \"/dev/null\", which every app has to have from its executor",
        "/dev/shm | the volume would hide \"/dev/shm\", which every app has to have from its executor",
      })
  void aTargetWhereNothingCanBeMountedIsRefused(String path, String refusal) {
    assertThat(refusals(plans.pod(pod(HOST, at(path)))))
        .singleElement()
        .asString()
        .startsWith("/apps/0/mounts/0/path app a: " + refusal + ";");
  }

  @Test
  void aTargetThatIsTooLongIsRefused() {
    assertThat(plans.pod(pod(HOST, at("/" + "a".repeat(4000)))))
        .isInstanceOf(Planning.Planned.class);
    assertThat(refusals(plans.pod(pod(HOST, at("/a".repeat(2048)))))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"/m, /m", "/m, /m/n", "/m/n, /m", "/m, /link", "/run/x, /var/run/x/y"})
  void targetsThatOverlapAreRefused(String first, String second) {
    FakeRootfs rootfs =
        new FakeRootfs()
            .with("/m", Rootfs.Kind.EMPTY_DIRECTORY)
            .with("/run", Rootfs.Kind.EMPTY_DIRECTORY)
            .withLink("/link", "/m")
            .withLink("/var/run", "/run");

    assertThat(refusals(plans.in(rootfs).pod(pod(HOST, at(first) + "," + at(second)))))
        .containsExactly(
            "/apps/0/mounts/1/path app a: the volume at \""
                + second
                + "\" overlaps the one at \""
                + first
                + "\"; mount them at places that have nothing in common");
  }

  @Test
  void targetsThatBeginAlikeDoNotOverlap() {
    Planning planning =
        plans.pod(pod(HOST, at("/m") + "," + at("/m-n") + "," + at("/mn") + "," + at("/m.d")));

    assertThat(volumeLines(planning)).hasSize(8);
  }

  @Test
  void aLinkToTheRootIsNoTarget() {
    FakeRootfs rootfs = new FakeRootfs().withLink("/link", "/");

    assertThat(refusals(plans.in(rootfs).pod(pod(HOST, at("/link")))))
        .containsExactly(
            "/apps/0/mounts/0/path app a: the volume would be mounted at \"/link\", which is the root"
                + " of the app; mount it at a directory below");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/x | MISSING | the source \"/x\" does not exist; make it first, nothing is made on the host",
        "/x | SYMBOLIC_LINK | the source \"/x\" is a symbolic link; write the path it leads to",
        "/x | HIDDEN | the source \"/x\" may not be looked at by this user; run the pod as a user who may",
        "/x/y | MISSING | the source \"/x/y\" cannot be reached, because \"/x\" does not exist; make it first, nothing is made on the host",
        "/x//y/ | SYMBOLIC_LINK | the source \"/x//y/\" cannot be reached, because \"/x\" is a symbolic link; write the path it leads to",
        "/x/y/z | FILE | the source \"/x/y/z\" cannot be reached, because \"/x\" is no directory; write a path through directories",
        "x | DIRECTORY | the source \"x\" of a volume is not absolute, or leads through ..; write the absolute path of what is to be mounted",
        "/x/../y | DIRECTORY | the source \"/x/../y\" of a volume is not absolute, or leads through ..; write the absolute path of what is to be mounted",
        "/x\\u0000 | DIRECTORY | the source \"/x\\u0000\" of a volume is not absolute, or leads through ..; write the absolute path of what is to be mounted",
      })
  void aSourceThatCannotBeMountedIsRefused(String source, Kind kind, String refusal) {
    Plans odd = new Plans().source("/x", kind);
    String volume = "{'name':'v','kind':'host','source':'" + source + "'}";

    assertThat(refusals(odd.pod(pod(volume, at("/m")))))
        .containsExactly("/volumes/0/source app a: " + refusal);
  }

  @Test
  void aHostVolumeWithoutSourceIsRefused() {
    assertThat(refusals(plans.pod(pod("{'name':'v','kind':'host'}", at("/m")))))
        .containsExactly(
            "/volumes/0 app a: a host volume has no source; name an absolute path of the host");
  }

  @Test
  void aVolumeOfNoKindIsRefused() {
    assertThat(refusals(plans.pod(pod("{'name':'v','kind':'hots'}", at("/m")))))
        .containsExactly(
            "/volumes/0/kind app a: a volume is of kind \"hots\", which is none; write host or"
                + " empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.7.0", "0.8.11"})
  void anEmptyVolumeIsADirectoryOfThePod(String version) {
    Planning planning = plans.at(version).pod(pod(EMPTY, at("/m")));

    assertThat(volumeLines(planning))
        .containsExactly("directory /m 0755 0 0", "bind /data/pods/p/volumes/v /m nodev");
    assertThat(planned(planning).emptyVolumes())
        .containsExactly(new EmptyVolume("/data/pods/p/volumes/v", 0755, 0, 0));
  }

  @Test
  void anEmptyVolumeSaysWhoseItIs() {
    String volume = "{'name':'v','kind':'empty','mode':'1770','uid':5,'gid':6,'readOnly':true}";

    Planning planning = plans.pod(pod(volume, at("/m")));

    assertThat(planned(planning).emptyVolumes())
        .containsExactly(new EmptyVolume("/data/pods/p/volumes/v", 01770, 5, 6));
    assertThat(volumeLines(planning)).contains("bind /data/pods/p/volumes/v /m read-only,nodev");
  }

  @Test
  void aModeMayBeANumberWithOctalDigits() {
    String volume = "{'name':'v','kind':'empty','mode':755}";

    assertThat(planned(plans.at("0.7.2").pod(pod(volume, at("/m")))).emptyVolumes())
        .map(EmptyVolume::mode)
        .containsExactly(0755);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'mode':'0888' | /volumes/0/mode the mode \"0888\" of a volume is none; it has up to four octal digits, such as 0755",
        "'mode':'' | /volumes/0/mode the mode \"\" of a volume is none; it has up to four octal digits, such as 0755",
        "'uid':-1 | /volumes/0/uid -1 is no number of a user; they go from 0 to 4294967294",
        "'gid':4294967295 | /volumes/0/gid 4294967295 is no number of a group; they go from 0 to 4294967294",
      },
      quoteCharacter = '`')
  void anEmptyVolumeThatCannotBeMadeIsRefused(String member, String refusal) {
    String volume = "{'name':'v','kind':'empty'," + member + "}";

    assertThat(refusals(plans.pod(pod(volume, at("/m"))))).containsExactly(refusal);
  }

  @Test
  void appsShareAnEmptyVolume() {
    Planning planning =
        plans.pod(
            "{'apps':[{'name':'a','mounts':["
                + at("/m")
                + "]},{'name':'b','mounts':["
                + at("/n")
                + "]}],'volumes':["
                + EMPTY
                + ",{'name':'unused','kind':'empty'}]}");

    assertThat(planned(planning).emptyVolumes()).hasSize(1);
    assertThat(Plans.lines(planning))
        .contains("bind /data/pods/p/volumes/v /m nodev", "bind /data/pods/p/volumes/v /n nodev");
  }

  @Test
  void anAppVolumeIsForOneMountAlone() {
    String mount = "{'volume':'v','path':'/m','appVolume':" + EMPTY + "}";

    Planning planning =
        plans.pod(
            "{'apps':[{'name':'a','mounts':["
                + mount
                + "]},{'name':'b','mounts':["
                + mount
                + "]}],'volumes':["
                + HOST
                + "]}");

    assertThat(planned(planning).emptyVolumes())
        .map(EmptyVolume::path)
        .containsExactly("/data/pods/p/volumes/v", "/data/pods/p/volumes/v-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.2.0", "0.3.0", "0.6.1"})
  void anOldEmptyVolumeIsNoMoreThanAPath(String version) {
    String volume = "{'name':'v','kind':'empty','fulfills':['v']}";
    Plans old = plans.at(version).imageAt(version).image(app("{'name':'v','path':'/m'}"));

    assertThat(volumeLines(old.pod(pod(volume, "")))).containsExactly("directory /m 0755 0 0");
    assertThat(planned(old.pod(pod(volume, ""))).emptyVolumes()).isEmpty();
    assertThat(
            volumeLines(
                old.in(new FakeRootfs().with("/m", Rootfs.Kind.DIRECTORY)).pod(pod(volume, ""))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.1", "0.2.0", "0.3.0"})
  void aVolumeOfTheFirstVersionsFulfillsMountPoints(String version) {
    String volume = "{'kind':'host','source':'/s','fulfills':['x','w'],'readOnly':true}";
    Plans old =
        plans
            .at(version)
            .imageAt(version)
            .image(app("{'name':'w','path':'/m'},{'name':'x','path':'/n'}"));

    assertThat(volumeLines(old.pod(pod(volume, ""))))
        .containsExactly(
            "directory /m 0755 0 0",
            "bind /s /m recursive,read-only,nodev",
            "directory /n 0755 0 0",
            "bind /s /n recursive,read-only,nodev");
  }

  @Test
  void theFirstOfSeveralFittingVolumesIsMounted() {
    String volumes =
        "{'kind':'host','source':'/s','fulfills':['w']},"
            + "{'kind':'host','source':'/t','fulfills':['w']}";
    Planning planning =
        plans
            .at("0.2.0")
            .imageAt("0.2.0")
            .image(app("{'name':'w','path':'/m'}"))
            .pod(pod(volumes, ""));

    assertThat(volumeLines(planning)).contains("bind /s /m recursive,nodev");
    assertThat(warnings(planning))
        .containsExactly(
            "/volumes/1 app a: more than one volume fits mount point \"w\" at \"/m\": the first one"
                + " is mounted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3.0", "0.4.0", "0.6.1"})
  void aMountOfOldVersionsNamesAMountPoint(String version) {
    Planning planning =
        plans
            .at(version)
            .imageAt(version)
            .image(app("{'name':'w','path':'/m','readOnly':true}"))
            .pod(pod(HOST, "{'volume':'v','mountPoint':'w'}"));

    assertThat(volumeLines(planning))
        .containsExactly("directory /m 0755 0 0", "bind /s /m recursive,read-only,nodev");
  }

  @Test
  void aMountAtNoMountPointIsRefused() {
    assertThat(refusals(plans.at("0.6.1").pod(pod(HOST, "{'volume':'v','mountPoint':'w'}"))))
        .containsExactly(
            "/apps/0/mounts/0/mountPoint app a: the app has no mount point \"w\"; name one that it"
                + " has");
  }

  @Test
  void aMountNamesAVolumeByItsOwnName() {
    String volume = "{'name':'v','kind':'host','source':'/s','fulfills':['w']}";
    Plans old = plans.at("0.3.0").imageAt("0.3.0").image(app("{'name':'w','path':'/m'}"));

    assertThat(refusals(old.pod(pod(volume, "{'volume':'w','mountPoint':'w'}"))))
        .containsExactly(
            "/apps/0/mounts/0/volume app a: the pod has no volume \"w\" to mount; add the volume, or"
                + " name one that there is");
  }

  @Test
  void aMountOfNoVolumeIsRefused() {
    assertThat(refusals(plans.pod(pod(HOST, "{'volume':'w','path':'/m'}"))))
        .containsExactly(
            "/apps/0/mounts/0/volume app a: the pod has no volume \"w\" to mount; add the volume, or"
                + " name one that there is");
  }

  @Test
  void aMountPointIsReadOnlyWhateverItsVolumeIs() {
    Planning planning =
        plans
            .image(app("{'name':'w','path':'/m/','readOnly':true}"))
            .pod(pod(HOST, at("/m") + "," + at("/n")));

    assertThat(volumeLines(planning))
        .contains("bind /s /m recursive,read-only,nodev", "bind /s /n recursive,nodev");
  }

  @Test
  void aVolumeOfTheNameOfAMountPointSatisfiesIt() {
    Planning planning =
        plans
            .image(app("{'name':'v','path':'/m'},{'name':'v','path':'/n','readOnly':true}"))
            .pod(pod(HOST, ""));

    assertThat(volumeLines(planning))
        .containsExactly(
            "directory /m 0755 0 0",
            "bind /s /m recursive,nodev",
            "directory /n 0755 0 0",
            "bind /s /n recursive,read-only,nodev");
  }

  @Test
  void aMountPointThatNothingSatisfiesIsRefused() {
    Plans open = plans.image(app("{'name':'w','path':'/m'}"));

    assertThat(refusals(open.at("0.5.0").app()))
        .containsExactly(
            "/mountPoints/0 app a: no volume satisfies mount point \"w\" at \"/m\"; add a volume and"
                + " a mount for it");
    assertThat(warnings(open.at("0.4.1").app()))
        .containsExactly("/mountPoints/0 app a: no volume satisfies mount point \"w\" at \"/m\"");
  }

  @Test
  void aMountPointThatNothingSatisfiesMayGetAnEmptyVolume() {
    Planning planning =
        plans
            .with(Plans.OPTIONS.withFilledMountPoints())
            .image(app("{'name':'w','path':'/m'},{'name':'w','path':'/n'}"))
            .app();

    assertThat(volumeLines(planning))
        .containsExactly(
            "directory /m 0755 0 0",
            "bind /data/pods/p/volumes/w /m nodev",
            "directory /n 0755 0 0",
            "bind /data/pods/p/volumes/w-2 /n nodev");
    assertThat(planned(planning).emptyVolumes())
        .containsExactly(
            new EmptyVolume("/data/pods/p/volumes/w", 0755, 0, 0),
            new EmptyVolume("/data/pods/p/volumes/w-2", 0755, 0, 0));
    assertThat(warnings(planning)).hasSize(2);
  }
}
