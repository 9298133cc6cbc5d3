package org.appctoolkit.runtime.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What steps make in a rootfs, to the letter, and how one that cannot be done is told. */
class FilesAndMountsTest extends OfEveryStage1 {
  @Test
  void whatIsMadeHasItsModeAndOwnerAndParentsOfRoot() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                "directory /deep//er/still/ 3751 5 6",
                "file /some/where/text 4640 7 8 127.0.0.1%20localhost%0A",
                "link /some/link a%20b",
                "capabilities CAP_DAC_READ_SEARCH",
                "exec probe stat /deep , stat /deep/er/still , stat /some/where , stat"
                    + " /some/where/text , cat /some/where/text , link /some/link");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a").lines().map(line -> line.replaceAll("directory (.*) [0-9]+ ", "$1 ")))
        .containsExactly(
            "stat /deep 0755 0 0 0:0",
            "stat /deep/er/still 3751 5 6 0:0",
            "stat /some/where 0755 0 0 0:0",
            "stat /some/where/text file 4640 7 8 20 0:0",
            "127.0.0.1 localhost",
            "link /some/link a b");
  }

  @Test
  void whatIsThereStaysAsItIs() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                "directory /tmp/x 0700 1 2",
                "directory /tmp/x 0755 0 0",
                "file /tmp/y 0600 3 4 first",
                "file /tmp/y 0644 0 0 second",
                "link /tmp/y elsewhere",
                "capabilities CAP_DAC_READ_SEARCH",
                "exec probe stat /tmp/x , lstat /tmp/y , cat /tmp/y");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a"))
        .contains("stat /tmp/x directory 0700 1 2", "lstat /tmp/y file 0600 3 4")
        .endsWith("first");
  }

  @Test
  void whatALinkNamesIsMadeWhereItLeadsTo() throws IOException, InterruptedException {
    HandmadePod pod = pod();
    Files.createDirectory(pod.tree().resolve("var"));
    Files.createSymbolicLink(pod.tree().resolve("var/run"), Path.of("../run/later"));
    pod.app(
        "a",
        "directory /var/run/lock/x 0755 0 0",
        "file /var/run/pid 0644 0 0 1",
        "exec probe lstat /var/run , stat /run/later/lock/x , cat /run/later/pid");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a"))
        .contains("lstat /var/run link", "stat /run/later/lock/x directory")
        .endsWith("1");
  }

  @Test
  void whatIsMountedHasTheWordsOfItsStep() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .app(
                "a",
                "directory /sys 0755 0 0",
                "mount sysfs /sys nosuid,nodev,noexec,read-only %",
                "directory /dev/mqueue 0755 0 0",
                "mount mqueue /dev/mqueue nosuid,noexec %",
                "mount tmpfs /tmp nodev mode=1770,uid=3,size=64k",
                "exec probe mounts , stat /tmp , stat /sys/kernel");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a"))
        .contains(" / /sys ro,nosuid,nodev,noexec,relatime - sysfs ")
        .contains(" / /dev/mqueue rw,nosuid,noexec,relatime - mqueue ")
        .contains(" / /tmp rw,nodev,relatime - tmpfs tmpfs rw,size=64k,mode=1770,uid=3")
        .contains("stat /tmp directory 1770 3 0", "stat /sys/kernel directory");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none                | write /v/x ok                | write /v/inner/x ok",
        "recursive           | write /v/x ok                | write /v/inner/x ok",
        "read-only           | write /v/x error EROFS       | write /v/inner/x error EROFS",
        "recursive,read-only | write /v/x error EROFS       | write /v/inner/x error EROFS"
      })
  void aReadOnlyVolumeIsSoInAllThatIsMountedInIt(String words, String outer, String inner)
      throws IOException, InterruptedException {
    Path volume = directory.resolve("volume");
    Files.createDirectories(volume.resolve("inner"));
    Files.writeString(volume.resolve("inner/below"), "");
    HandmadePod pod =
        pod()
            .app(
                "a",
                "directory /v 0755 0 0",
                "bind " + volume + " /v " + words,
                "exec probe write /v/x 1 , write /v/inner/x 2 , list /v/inner")
            .behind(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs none \"$0\" && exec \"$@\"",
                volume.resolve("inner").toString());

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a")).contains(outer, inner);
    // What a mount of the host covers is seen where that mount does not come along.
    assertThat(pod.log("a").contains("entry below")).isEqualTo(!words.contains("recursive"));
  }

  @Test
  void aFileAndADeviceAreBoundToo() throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("one"), "of the host");
    HandmadePod pod =
        pod()
            .app(
                "a",
                "file /etc/one 0644 0 0 %",
                "bind " + file + " /etc/one read-only",
                "file /dev/zero 0644 0 0 %",
                "bind /dev/zero /dev/zero nosuid,noexec",
                "exec probe stat /dev/zero , open /dev/zero , write /etc/one x , cat /etc/one");

    assertThat(pod.run()).as(pod.messages()).isZero();
    assertThat(pod.log("a"))
        .contains(
            "stat /dev/zero character 0666 0 0 0 1:5", "open /dev/zero ok", "etc/one error EROFS")
        .endsWith("of the host");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "directory /etc/loop/x 0755 0 0 | cannot make /etc/loop/x: Too many levels of symbolic links",
        "directory /bin/probe/x 0755 0 0 | cannot make /bin/probe/x: Not a directory",
        "file /etc 0644 0 0 % | cannot make /etc: Is a directory",
        "file / 0644 0 0 % replace | cannot make /: File exists",
        "file /bin 0644 0 0 % replace | cannot make /bin: Directory not empty",
        "link / x | cannot make the link /: File exists",
        "mount tmpfs /none none % | cannot find /none in the rootfs: No such file or directory",
        "mount tmpfs /etc none bogus=1 | cannot mount tmpfs (tmpfs: Unknown parameter 'bogus')",
        "bind /none/of/it /etc none | cannot find /none/of/it without following a symbolic link",
        "bind /proc/self /etc none | cannot find /proc/self without following a symbolic link",
        "bind /dev/null /etc none | cannot mount at /etc",
        "console /etc | cannot make a terminal with /dev/pts/ptmx of the rootfs"
      })
  void aStepThatCannotBeDoneNamesAppStepAndReason(String step, String reason)
      throws IOException, InterruptedException {
    HandmadePod pod = pod();
    Path loop = pod.tree().resolve("etc/loop");
    if (!Files.isSymbolicLink(loop)) {
      Files.createSymbolicLink(loop, Path.of("loop"));
    }
    pod.app("good", "exec probe print begun").app("bad", step, "exec probe");

    assertThat(pod.run()).isEqualTo(125);

    String name = step.substring(0, step.indexOf(' '));
    assertThat(pod.messages()).contains("app bad: " + name + ": " + reason);
    assertThat(pod.status()).startsWith("state failed\nexit 125\nreason app%20bad:%20" + name);
    assertThat(pod.status("good")).startsWith("state failed\n");
    assertThat(pod.log("good")).isEmpty();
  }

  @Test
  void everyRunBeginsWithACleanCopy() throws IOException, InterruptedException {
    for (String name : new String[] {"first", "second"}) {
      HandmadePod pod = pod(name).app("a", "exec probe stat /tmp/made , write /tmp/made x");

      assertThat(pod.run()).as(pod.messages()).isZero();

      assertThat(pod.log("a")).isEqualTo("stat /tmp/made error ENOENT\nwrite /tmp/made ok\n");
      assertThat(pod.tree().resolve("tmp/made")).doesNotExist();
    }
  }
}
