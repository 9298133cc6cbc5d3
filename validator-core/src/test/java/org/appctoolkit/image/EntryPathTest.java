package org.appctoolkit.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.archive.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as paths. */
class EntryPathTest {
  @ParameterizedTest
  @CsvSource({
    "manifest,        manifest,     false, false, true",
    "rootfs/,         rootfs,       false, false, true",
    "rootfs/bin/sh,   rootfs|bin|sh,false, false, true",
    "./rootfs/a,      rootfs|a,     false, false, false",
    "rootfs/./a,      rootfs|a,     false, false, false",
    "rootfs//a,       rootfs|a,     false, false, false",
    "rootfs/a/.,      rootfs|a,     false, false, false",
    "rootfs/a//,      rootfs|a,     false, false, false",
    "/rootfs,         rootfs,       true,  false, true",
    "//rootfs,        rootfs,       true,  false, false",
    "/,               '',           true,  false, false",
    "//,              '',           true,  false, false",
    ".,               '',           false, false, false",
    "./,              '',           false, false, false",
    "..,              ..,           false, true,  true",
    "a/..,            a|..,         false, true,  true",
    "a/../b,          a|..|b,       false, true,  true",
    "...,             ...,          false, false, true",
    "..a/b..,         ..a|b..,      false, false, true",
    ".a,              .a,           false, false, true",
    "a b/ä,           a b|ä,        false, false, true",
    "'a\\b',          'a\\b',       false, false, true"
  })
  void aNameIsSplitIntoParts(
      String name, String parts, boolean absolute, boolean climbs, boolean normal) {
    EntryPath path = EntryPath.of(name);

    assertThat(told(path)).isEqualTo(parts + " " + absolute + " " + climbs + " " + normal);
  }

  @Test
  void noNameHasNoParts() {
    assertThat(EntryPath.of("").depth()).isZero();
  }

  @Test
  void aPathOfManyPartsKeepsThemAll() {
    EntryPath path = EntryPath.of("ab/".repeat(2048));

    assertThat(told(path)).isEqualTo("ab|".repeat(2047) + "ab false false true");
  }

  @Test
  void bytesThatAreNoTextArePartsToo() {
    EntryPath path = EntryPath.of(Octets.of(new byte[] {(byte) 0xFF, '/', 0}));

    assertThat(path.depth()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "rootfs/etc/passwd, true,  true",
    "./rootfs//etc/passwd/, true, true",
    "rootfs/etc/passwd/a, true, false",
    "rootfs/etc, false, false",
    "rootfs/etc/passwdd, false, false",
    "rootfs/etc/passw, false, false",
    "rootfs/etc/Passwd, false, false",
    "rootfsetc/passwd/a, false, false"
  })
  void aPathIsComparedPartByPart(String name, boolean begins, boolean is) {
    EntryPath path = EntryPath.of(name);

    assertThat(
            List.of(path.beginsWith("rootfs", "etc", "passwd"), path.is("rootfs", "etc", "passwd")))
        .containsExactly(begins, is);
  }

  private static String told(EntryPath path) {
    List<String> parts = new ArrayList<>();
    for (int index = 0; index < path.depth(); index++) {
      parts.add(path.part(index));
    }
    return String.join("|", parts)
        + " "
        + path.isAbsolute()
        + " "
        + path.climbs()
        + " "
        + path.isNormal();
  }
}
