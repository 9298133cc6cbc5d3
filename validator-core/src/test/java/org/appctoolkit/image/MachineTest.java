package org.appctoolkit.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The heads of executables. The numbers are those of the registry of the format ELF. */
class MachineTest {
  @ParameterizedTest
  @CsvSource({
    "62, 2, 1, amd64",
    "3, 1, 1, i386",
    "183, 2, 1, aarch64",
    "183, 2, 2, aarch64_be",
    "40, 1, 1, armv6l",
    "40, 1, 1, armv7l",
    "40, 1, 2, armv7b",
    "21, 2, 2, ppc64",
    "21, 2, 1, ppc64le",
    "22, 2, 2, s390x"
  })
  void aHeadTellsTheArchitecture(int machine, int width, int order, String label) {
    assertThat(Machine.of(head(machine, width, order)).labels()).contains(label);
  }

  @ParameterizedTest
  @CsvSource({
    "62, 1, 1",
    "62, 2, 2",
    "3, 2, 1",
    "3, 1, 2",
    "22, 2, 1",
    "243, 2, 1",
    "8, 1, 2",
    "0, 2, 1",
    "0, 0, 0",
    "65535, 9, 9"
  })
  void whatNoLabelStandsForIsAnotherMachine(int machine, int width, int order) {
    assertThat(Machine.of(head(machine, width, order)).labels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 18, 19})
  void aHeadThatIsCutOffIsNone(int length) {
    assertThat(Machine.of(Arrays.copyOf(head(62, 2, 1), length))).isEqualTo(Machine.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anotherFormatIsNone(int at) {
    byte[] head = head(62, 2, 1);
    head[at] ^= 0x20;

    assertThat(Machine.of(head)).isEqualTo(Machine.NONE);
  }

  @Test
  void whatFollowsAHeadDoesNotMatter() {
    assertThat(Machine.of(Arrays.copyOf(head(62, 2, 1), 64))).isEqualTo(Machine.X86_64);
  }

  @Test
  void everyMachineIsFoundByItsCode() {
    assertThat(Machine.values()).allMatch(it -> Machine.of(it.code()) == it);
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "i386", "aarch64", "aarch64_be", "armv6l", "armv7l", "armv7b"})
  void architecturesOfLinuxAreLabels(String arch) {
    assertThat(Machine.isLabel(arch)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AMD64", "amd", "64", "m68k", "no ELF"})
  void otherWordsAreNoLabels(String arch) {
    assertThat(Machine.isLabel(arch)).isFalse();
  }

  private static byte[] head(int machine, int width, int order) {
    byte[] head = new byte[20];
    head[0] = 0x7F;
    head[1] = 'E';
    head[2] = 'L';
    head[3] = 'F';
    head[4] = (byte) width;
    head[5] = (byte) order;
    head[6] = 1;
    head[16] = (byte) (order == 2 ? 0 : 2);
    head[17] = (byte) (order == 2 ? 2 : 0);
    head[18] = (byte) (order == 2 ? machine >> 8 : machine);
    head[19] = (byte) (order == 2 ? machine : machine >> 8);
    return head;
  }
}
